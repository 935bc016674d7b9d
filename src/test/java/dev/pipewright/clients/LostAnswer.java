package dev.pipewright.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A network that fails at the worst time: the first connection ends after the server has done what it was asked and
 * before its answer is through. Later connections are sound.
 */
final class LostAnswer implements AutoCloseable {
    private final ServerSocket door;
    private final URI server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private LostAnswer(ServerSocket door, URI server) {
        this.door = door;
        this.server = server;
    }

    static LostAnswer before(URI server) throws IOException {
        var network = new LostAnswer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
        network.threads.execute(network::accept);
        return network;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    private void accept() {
        var sound = false;
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                var passes = sound;
                threads.execute(() -> carry(client, passes));
                sound = true;
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(Socket client, boolean passes) {
        try (client; var upstream = new Socket(server.getHost(), server.getPort())) {
            threads.execute(() -> pump(client, upstream));
            if (passes) {
                upstream.getInputStream().transferTo(client.getOutputStream());
            } else {
                // The first byte of the answer says that the work is done.
                upstream.getInputStream().read();
            }
        } catch (IOException over) {
            // One side has hung up, which ends the other.
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException over) {
            // As above.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
