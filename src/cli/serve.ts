import { ROLES, type Role } from "../service.ts";
import { serve } from "../service-process.ts";
import { parseCall, UsageError, type Command } from "./command.ts";

export const serveCommand: Command = {
  usage: ["serve [--role all|web|worker]"],
  summary:
    "Runs the service until it is stopped: pages (web), polling and sending (worker), or both in one process (all, the default).",
  isService: true,
  run({ args, config }) {
    const { values } = parseCall(args, { options: { role: { type: "string", default: "all" } }, words: [] });
    return serve(config, parseRole(values.role));
  },
};

function parseRole(word: string): Role {
  const role = ROLES.find((known) => known === word);
  if (role === undefined) throw new UsageError(`--role should be one of ${ROLES.join(", ")}, not "${word}"`);
  return role;
}
