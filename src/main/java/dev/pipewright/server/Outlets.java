package dev.pipewright.server;

import dev.pipewright.action.aws.AwsClients;
import dev.pipewright.action.aws.AwsClients.NotConfigured;
import dev.pipewright.cli.CannotStart;
import dev.pipewright.cli.DataFile;
import dev.pipewright.cli.ServerOptions;
import dev.pipewright.sink.BusEvents;
import dev.pipewright.sink.Clients;
import dev.pipewright.sink.EventSink;
import dev.pipewright.sink.FileEvents;
import dev.pipewright.sink.HttpEvents;
import dev.pipewright.sink.HttpNotifications;
import dev.pipewright.sink.NotificationSink;
import dev.pipewright.sink.Signature;
import dev.pipewright.sink.SnsNotifications;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where events and approval notifications go, as the options say.
 *
 * @param aws for those that go to AWS
 */
record Outlets(ServerOptions options, InstantSource clock, AwsClients aws) {
    /** AWS takes no events of its own services from others. */
    private static final String SOURCE = "pipewright.codepipeline";

    private static final Pattern BUS = Pattern.compile(
            "eventbridge:((?:arn:aws[a-z-]*:events:([a-z0-9-]+):[0-9]{12}:event-bus/)?[/.A-Za-z0-9_-]{1,256})"
                    + "(?:\\?source=([A-Za-z0-9._/-]{1,256}))?");
    private static final int KEY_LENGTH = 32;

    /** The sinks of {@code --events}, each one time. */
    List<EventSink> events() throws CannotStart, IOException {
        var sinks = new ArrayList<EventSink>();
        for (var target : options.events()) {
            sinks.add(events(target));
        }
        var names = new HashSet<String>();
        for (var sink : sinks) {
            if (!names.add(sink.name())) {
                throw new CannotStart("--events names the same target twice: " + sink.name());
            }
        }
        return sinks;
    }

    private EventSink events(String target) throws CannotStart, IOException {
        var bus = BUS.matcher(target);
        if (bus.matches()) {
            var region = Optional.ofNullable(bus.group(2)).orElse(options.region());
            var source = Optional.ofNullable(bus.group(3)).orElse(SOURCE);
            return new BusEvents(told(aws::eventBridge), region, bus.group(1), source);
        }
        if (target.startsWith("file:") && target.length() > "file:".length()) {
            return new FileEvents(file(target.substring("file:".length())));
        }
        var address = web(target);
        if (address.isEmpty()) {
            throw new CannotStart("--events is '%s' and must be an http or https URL, file:PATH or eventbridge:BUS"
                    .formatted(target));
        }
        return new HttpEvents(checked("--events", address.get()), signature(), clock);
    }

    private static Path file(String path) throws CannotStart {
        var file = Path.of(path).toAbsolutePath();
        if (Files.isDirectory(file) || !Files.isDirectory(file.getParent())) {
            throw new CannotStart("--events is 'file:%s' and must name a file in a folder that is there"
                    .formatted(path));
        }
        return file;
    }

    /** The sink of {@code --notifications}, if it is given. */
    Optional<NotificationSink> notifications() throws CannotStart, IOException {
        if (options.notifications().isEmpty()) {
            return Optional.empty();
        }
        var target = options.notifications().get();
        if (target.equals("sns")) {
            return Optional.of(new SnsNotifications(told(aws::sns)));
        }
        var address = web(target).orElseThrow(() ->
                new CannotStart("--notifications is '%s' and must be an http or https URL or sns".formatted(target)));
        return Optional.of(new HttpNotifications(checked("--notifications", address), signature(), clock));
    }

    private interface Service<C> {
        C in(String region) throws NotConfigured;
    }

    /** What is not configured may be so later: credentials come and go while the server runs. */
    private static <C> Clients<C> told(Service<C> service) {
        return region -> {
            try {
                return service.in(region);
            } catch (NotConfigured e) {
                throw new IOException(e.getMessage(), e);
            }
        };
    }

    private static Optional<URI> web(String target) {
        try {
            return Optional.of(new URI(target))
                    .filter(uri -> uri.getScheme() != null && Set.of("http", "https").contains(uri.getScheme()))
                    .filter(uri -> uri.getHost() != null);
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static URI checked(String option, URI address) throws CannotStart {
        if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
            throw new CannotStart("%s names the host %s and must be a URL without user name, password and fragment"
                    .formatted(option, address.getHost()));
        }
        return address;
    }

    /** The secret with which receivers check what they get; made at its first use. */
    private Signature signature() throws IOException {
        var file = options.data().resolve("events.secret");
        String written;
        try {
            written = Files.readString(file).strip();
        } catch (NoSuchFileException _) {
            written = Signature.written(Ids.bytes(KEY_LENGTH));
            DataFile.write(file, (written + "\n").getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Signature.with(written);
        } catch (IllegalArgumentException e) {
            throw new IOException("The file %s is not as it should be: %s.".formatted(file, e.getMessage()));
        }
    }
}
