package dev.quayside.shared.testing;

import dev.quayside.shared.data.DatabaseSettings;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.SocketFactory;

/**
 * Connections to PostgreSQL as a process has them that dies: just before its n-th request leaves it, or just after the
 * answer has come, every connection breaks and the thread at work is thrown out by an {@link Error}. Where nothing
 * happens between two statements but calls to outside systems, every place where a process can die is one of these.
 */
public final class CrashSockets extends SocketFactory {

    private static final Map<String, Plan> PLANS = new ConcurrentHashMap<>();

    /** Tells of each broken connection by a stack trace; kept in a field, since loggers are held weakly. */
    private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari.pool");

    static {
        POOL.setLevel(Level.OFF);
    }

    /** The process is dead. Not an exception, so that nothing handles it. */
    public static final class Crash extends Error {
        Crash() {
            super("the process died", null, false, false);
        }
    }

    /** When to die; counts the places that the thread which made it passes. */
    public static final class Plan {
        private final int place;
        private final Thread worker = Thread.currentThread();
        private final AtomicInteger passed = new AtomicInteger();
        private volatile boolean dead;

        /** @param place from 1; if it is never passed, the process lives */
        public Plan(int place) {
            this.place = place;
        }

        /** Whether the process died. */
        public boolean isDead() {
            return dead;
        }

        private void pass(Socket socket) throws IOException {
            boolean isWorker = Thread.currentThread() == worker;
            if (isWorker && !dead && passed.incrementAndGet() == place) {
                dead = true;
            }
            if (dead) {
                socket.close();
                if (isWorker) {
                    throw new Crash();
                }
                throw new IOException("the process died");
            }
        }
    }

    private final Plan plan;

    /** Called by the driver. */
    public CrashSockets(String plan) {
        this.plan = PLANS.get(plan);
    }

    /** A database as a process with this plan sees it. */
    public static DatabaseSettings mortal(DatabaseSettings healthy, Plan plan) {
        String id = String.valueOf(PLANS.size());
        PLANS.put(id, plan);
        String url = healthy.url() + "?socketFactory=" + CrashSockets.class.getName() + "&socketFactoryArg=" + id;
        return new DatabaseSettings(url, healthy.user(), healthy.password(), 2, 2, 5);
    }

    /** What is done at a place, and then checked. */
    @FunctionalInterface
    public interface Attempt {
        /** @return whether the process died at the place */
        boolean dies(int place) throws Exception;
    }

    /** Tries the places in turn until a process lives; returns at how many one died. */
    public static int everywhere(Attempt attempt) throws Exception {
        int place = 1;
        while (attempt.dies(place)) {
            place++;
        }
        return place - 1;
    }

    @Override
    public Socket createSocket() {
        return new Mortal();
    }

    private final class Mortal extends Socket {
        private volatile boolean answerDue;

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    plan.pass(Mortal.this);
                    out.write(bytes, offset, length);
                    answerDue = true;
                }
            };
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = in.read(bytes, offset, length);
                    if (answerDue) {
                        answerDue = false;
                        plan.pass(Mortal.this);
                    }
                    return read;
                }
            };
        }
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    private Socket connected(SocketAddress remote, SocketAddress local) throws IOException {
        Socket socket = createSocket();
        socket.bind(local);
        socket.connect(remote);
        return socket;
    }
}
