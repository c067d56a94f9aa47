package dev.quayside.local.postgres;

import dev.quayside.local.Folders;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The server process over one data folder, driven by PostgreSQL's own programs. */
final class Postmaster {
    private static final long PROGRAM_SECONDS = 120;

    private final Path binaries;
    private final Path data;
    private final Path log;

    /**
     * @param data the cluster's folder
     * @param log the file that the server and its programs write to
     */
    Postmaster(Path binaries, Path data, Path log) {
        this.binaries = binaries;
        this.data = data;
        this.log = log;
    }

    boolean isInitialised() {
        return Files.exists(data.resolve("PG_VERSION"));
    }

    /**
     * Creates an empty cluster whose texts sort and fold by Unicode's rules, whatever the machine's locale. It
     * is made beside the folder and moved there whole, so a start that is killed leaves no half cluster.
     */
    void initialise() throws IOException {
        Path fresh = data.resolveSibling(data.getFileName() + ".new");
        Folders.delete(fresh);
        run(
                "initdb",
                "-D",
                fresh.toString(),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-sync",
                "--no-instructions");
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Starts the server and returns when it answers. It leaves our process group, so Ctrl-C reaches only us. */
    void start() throws IOException {
        run("pg_ctl", "start", "-D", data.toString(), "-l", log.toString(), "-w", "-t", "60", "-s");
    }

    /**
     * Ends every session, writes a checkpoint and returns when the server has ended. pg_ctl is content when the
     * pid file is gone; the process itself ends a moment later.
     */
    void stop(ProcessHandle server) throws IOException {
        run("pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "60", "-s");
        server.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /**
     * The server that runs over this folder: what {@code postmaster.pid} says, if that process is alive and
     * really serves this folder. A file left behind by a process that is gone is removed, since its number may
     * meanwhile be someone else's and PostgreSQL would refuse to start.
     */
    Optional<ProcessHandle> running() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        Optional<ProcessHandle> process = lines.isEmpty() ? Optional.empty() : parse(lines.get(0));
        if (process.filter(this::servesThisFolder).isEmpty()) {
            Files.delete(file);
            return Optional.empty();
        }
        return process;
    }

    private static Optional<ProcessHandle> parse(String pid) {
        return pid.strip().matches("\\d{1,18}") ? ProcessHandle.of(Long.parseLong(pid.strip())) : Optional.empty();
    }

    private boolean servesThisFolder(ProcessHandle process) {
        boolean postgres = process.info().command().orElse("").endsWith("postgres");
        List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
        return process.isAlive() && postgres && arguments.contains(data.toString());
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it is.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        if (await(process) != 0) {
            throw new IOException(program + " failed; the reason is at the end of " + log);
        }
    }

    private static int await(Process process) throws IOException {
        try {
            if (process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new IOException("interrupted", e);
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
