export const signInSv = {
  title: "Logga in",
};

export type SignInStrings = typeof signInSv;
