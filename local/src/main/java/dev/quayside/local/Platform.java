package dev.quayside.local;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The whole of Quayside on one machine: what {@code ./run} starts. Ends with exit code 2 and one sentence when it
 * cannot start, and with the signal's when it is stopped.
 */
public final class Platform {
    private static final Logger LOG = Logger.getLogger(Platform.class.getName());
    private static final int CANNOT_START = 2;

    private Platform() {}

    public static void main(String[] arguments) throws InterruptedException {
        PlatformOptions options = new PlatformOptions();
        try {
            CommandLine command = new CommandLine(options);
            command.parseArgs(arguments);
            if (command.isUsageHelpRequested()) {
                command.usage(System.out);
                return;
            }
            run(options);
        } catch (ParameterException e) {
            refuse(e.getMessage() + " (./run --help lists the options.)");
        } catch (Refusal e) {
            refuse(e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "cannot start", e);
            refuse("Quayside cannot start: " + e + "; more is in "
                    + options.data().resolve("logs") + ".");
        }
        // Nobody counts down: only a signal ends the wait, and its hook has stopped everything by then.
        new CountDownLatch(1).await();
    }

    private static void run(PlatformOptions options) {
        Progress progress = new Progress(System.out);
        LocalPlatform platform = new LocalPlatform(options, progress);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform, progress), "stop"));
        platform.start();
        progress.say("");
        progress.say(Banner.addresses(options.ports()));
        progress.say(Banner.tryIt(options.ports()));
        progress.say(String.format(
                Locale.ROOT, "Started in %.1f s; Ctrl-C stops everything.", progress.secondsSinceBegun()));
        progress.say(Banner.ready(options.ports()));
    }

    private static void stop(LocalPlatform platform, Progress progress) {
        if (platform.isRunning()) {
            progress.say("\nStopping ...");
            platform.close();
            progress.say("Quayside has stopped.");
        }
    }

    private static void refuse(String sentence) {
        System.err.println(sentence);
        System.exit(CANNOT_START);
    }
}
