// Pages for who works nowhere here.
const open = /^\/(inloggen|eerste-keer|nieuw-wachtwoord|over|begrippen|berichten\/uit)$|^\/(reageren\/|deelnemen)/;

export const needsNoSignIn = (path: string) => open.test(path);
// A page of its own: who works here and is signed in sees nothing of that on it.
export const ofSupplier = (path: string) => /^\/leverancier(\/|$)/.test(path);
