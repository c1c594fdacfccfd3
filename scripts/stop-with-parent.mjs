// Preloaded into each child of a script: when the script is gone, however it went, the child stops too.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
// The listener alone would keep a finished child alive.
process.channel?.unref();
