import type { SignInStrings } from "./sign-in-sv.ts";

export const signInEn: SignInStrings = {
  title: "Sign in",
  lead: "For those who work with medicine shortages in a region. Everybody else can read without signing in.",
  provider: {
    heading: "With your organisation",
    button: "Sign in with your organisation",
    unavailable:
      "Your organisation's sign-in does not answer just now. Try again in a while. If you have a password here in Restsignal, you can sign in with it.",
    denied: "The sign-in was broken off at your organisation. Try again.",
    refused: "The answer of your organisation's sign-in could not be accepted. Try again.",
    stale: "The sign-in took too long, or it was begun in another browser. Try again.",
    onward: {
      title: "You are sent on",
      text: "You are sent on to your organisation's sign-in.",
      link: "Continue to the sign-in",
    },
  },
  local: {
    heading: "With e-mail and password",
    email: "E-mail address",
    password: "Password",
    button: "Sign in",
    forgotten: "Forgotten the password? Ask a region administrator for a new link.",
    wrong: "The e-mail address or the password is wrong.",
    paused:
      "There were too many tries with that e-mail address. Wait 15 minutes and try again, or ask a region administrator for a new link.",
  },
  form: "The form had grown too old, or your browser takes no cookies. Try again.",
  tooMany: { title: "Too many tries", text: "Too many tries came from here. Wait five minutes." },
  refusals: {
    "no-role": {
      title: "Your account has no role",
      text: "You are known, but your account has no role in any region. Ask a region administrator, or whoever keeps the groups of your organisation, to give you one. You are not signed in.",
    },
    "no-email": {
      title: "Your e-mail address is missing",
      text: "Your organisation's sign-in told no e-mail address of yours, and without it no account can be made. Tell whoever runs the sign-in. You are not signed in.",
    },
    "email-taken": {
      title: "The e-mail address belongs to another account",
      text: "There already is another account in Restsignal with your e-mail address. It is not taken over. Sign in with its password, or ask whoever runs Restsignal to sort it out. You are not signed in.",
    },
    disabled: {
      title: "Your account is closed",
      text: "Your account in Restsignal is closed. Ask a region administrator. You are not signed in.",
    },
  },
  back: "To the sign-in",
  done: {
    "signed-out": "You are signed out.",
    "signed-out-everywhere": "You are signed out everywhere.",
  },
  link: {
    title: "Choose a password",
    lead: (name) => `Welcome, ${name}. Choose the password that you will sign in with.`,
    hint: "At least 12 characters. Spaces are fine, and some words in a row are easier to remember.",
    password: "New password",
    again: "The same password again",
    button: "Save the password and sign in",
    different: "The passwords differ. Write the same in both fields.",
    faults: {
      short: "The password is too short. It should have at least 12 characters; some words in a row are good.",
      long: "The password is too long. It may have at most 200 characters.",
      personal: "The password may not hold your e-mail address. Choose another.",
      common: "The password is too easy to guess. Choose some words that do not belong together, for example.",
    },
    gone: {
      title: "The link cannot be used",
      text: "The link is used already, older than a day, or the address is not whole. Ask a region administrator for a new one.",
    },
  },
  account: {
    title: "Your account",
    roles: "Your roles",
    region: "Region",
    role: "Role",
    noRoles: "Your account has no role in any region. Ask a region administrator to give you one.",
    byProvider: "You sign in with your organisation, and the roles come from there.",
    byPassword: "You sign in with an e-mail address and a password.",
    sessions: "Where you are signed in",
    sessionsLead: "If you do not recognise one of them, sign out everywhere and tell a region administrator.",
    from: "Network address",
    since: "Signed in",
    seen: "Last used",
    here: "this browser",
    signOutEverywhere: "Sign out everywhere",
  },
};
