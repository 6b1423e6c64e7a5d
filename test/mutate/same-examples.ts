import { configureGlobal } from "fast-check";

/** The same examples in each run, so that a change which is noticed today is noticed tomorrow. */
configureGlobal({ seed: 20_261_127 });
