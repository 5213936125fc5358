/** 0, 1, 2, … below `count`. */
export const times = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
