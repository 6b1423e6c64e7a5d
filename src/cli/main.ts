import { ConfigError, refuseOldNode } from "../config.ts";

// What is written here is for whoever runs it alone: the database, captured messages, files on their way in.
process.umask(0o077);

try {
  refuseOldNode();
  // Loaded late, since on an old Node the libraries fail before anybody could say why.
  const { runCommand } = await import("./run-command.ts");
  process.exitCode = await runCommand(process.argv.slice(2));
} catch (cause) {
  if (!(cause instanceof ConfigError)) throw cause;
  process.stderr.write(`${cause.message}\n`);
  process.exitCode = 1;
}
