package dev.pipewright.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/** Bodies of requests, as far as anybody may send them. */
public final class RequestBody {
    private RequestBody() {}

    /**
     * Reads a body of at most so many bytes.
     *
     * @return empty when it is larger; what is not far too large has been read to its end all the same, since many
     *     clients read no answer while they still write
     */
    public static Optional<byte[]> read(HttpServletRequest request, int most) throws IOException {
        if (request.getContentLengthLong() <= most) {
            var body = request.getInputStream().readNBytes(most + 1);
            if (body.length <= most) {
                return Optional.of(body);
            }
        }
        skip(request, 4L * most);
        return Optional.empty();
    }

    /**
     * Reads on without keeping anything, to the end of the body or to about so many bytes.
     *
     * @return how many bytes there were
     */
    public static long skip(HttpServletRequest request, long most) throws IOException {
        var in = request.getInputStream();
        var buffer = new byte[64 * 1024];
        var count = 0L;
        while (count < most) {
            var read = in.read(buffer);
            if (read < 0) {
                break;
            }
            count += read;
        }
        return count;
    }
}
