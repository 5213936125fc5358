export const ADMIN_PASSWORD = 'the first password of a test';
