/** The server asks for as many (server/platform/access/passwords.ts). */
export const passwordLength = 8;
