declare module 'fs-native-extensions' {
  /** Locks the open file description exclusively; false if another description holds it. */
  export function tryLock(fd: number): boolean;
}
