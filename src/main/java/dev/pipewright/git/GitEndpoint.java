package dev.pipewright.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipewright.wire.Access;
import dev.pipewright.wire.Context;
import dev.pipewright.wire.Credentials;
import dev.pipewright.wire.Principal;
import dev.pipewright.wire.Verdict;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.http.server.GitSmartHttpTools;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.UploadPack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hosted repositories under {@code /git/}: Git's smart HTTP at {@code /git/NAME} and {@code /git/NAME.git}, and
 * pages about a repository and its commits for a browser.
 *
 * <p>Every request carries HTTP Basic authentication, with an access key id as the user and its secret access key as
 * the password. Reading needs {@code codecommit:GitPull} on {@code arn:aws:codecommit:REGION:ACCOUNT:NAME}, pushing
 * {@code codecommit:GitPush}.
 */
public final class GitEndpoint extends GitServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(GitEndpoint.class);
    private static final String REPOSITORY = GitEndpoint.class.getName() + ".repository";
    /** The largest object and the largest pack that a push may bring: the service's limit for a Git source. */
    private static final long MAX_PUSH_BYTES = 1L << 30;

    private static final String PULL = "codecommit:GitPull";
    private static final String PUSH = "codecommit:GitPush";

    private final transient HostedRepositories repositories;
    private final transient BasicAuthentication authentication;
    private final String region;
    private final String account;
    private final transient InstantSource clock;
    private final String stylesheet;

    /**
     * An endpoint that is to be mapped to {@code /git/*}.
     *
     * @param region of the repositories' ARNs
     * @param account that the repositories belong to; principals of other accounts are refused
     */
    public GitEndpoint(
            HostedRepositories repositories,
            Credentials credentials,
            String region,
            String account,
            InstantSource clock,
            PushListener listener) {
        this(repositories, credentials, region, account, clock, listener, MAX_PUSH_BYTES);
    }

    GitEndpoint(
            HostedRepositories repositories,
            Credentials credentials,
            String region,
            String account,
            InstantSource clock,
            PushListener listener,
            long maxPushBytes) {
        this.repositories = repositories;
        this.authentication = new BasicAuthentication(credentials);
        this.region = region;
        this.account = account;
        this.clock = clock;
        this.stylesheet = readStylesheet();
        setAsIsFileService(null);
        setRepositoryResolver((request, _) -> openFor(request));
        setUploadPackFactory((request, repository) -> {
            var fetch = new UploadPack(repository);
            var version = request.getHeader("Git-Protocol");
            if (version != null) fetch.setExtraParameters(List.of(version.split(":")));
            return fetch;
        });
        setReceivePackFactory(
                (request, repository) -> new Push(repository, repositoryOf(request), listener, maxPushBytes));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        switch (authentication.check(request.getHeader("Authorization"))) {
            case BasicAuthentication.Answer.Unknown(var sentence) -> {
                response.setHeader("WWW-Authenticate", BasicAuthentication.CHALLENGE);
                refuse(request, response, 401, sentence);
            }
            case BasicAuthentication.Answer.Known(var principal) -> serve(request, response, principal);
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response, Principal caller)
            throws ServletException, IOException {
        var mount = request.getContextPath() + request.getServletPath() + "/";
        var path = request.getRequestURI();
        switch (GitPath.parse(path.startsWith(mount) ? path.substring(mount.length()) : "")) {
            case GitPath.Refused(var status, var sentence) -> refuse(request, response, status, sentence);
            case GitPath.Stylesheet _ -> {
                if (!isOneOf(request, response, "GET", "HEAD")) return;
                send(response, 200, "text/css", stylesheet);
            }
            case GitPath.Overview(var name) -> page(request, response, caller, name, () -> overview(name));
            case GitPath.CommitDetails(var name, var id) ->
                page(request, response, caller, name, () -> commit(name, id));
            case GitPath.Refs(var name) -> {
                if (!isOneOf(request, response, "GET")) return;
                switch (String.valueOf(request.getParameter("service"))) {
                    case GitSmartHttpTools.UPLOAD_PACK -> git(request, response, caller, PULL, name);
                    case GitSmartHttpTools.RECEIVE_PACK -> git(request, response, caller, PUSH, name);
                    case String _ -> refuse(request, response, 400,
                            "The parameter service must be git-upload-pack or git-receive-pack.");
                }
            }
            case GitPath.Fetch(var name) -> {
                if (isPostOf(GitSmartHttpTools.UPLOAD_PACK_REQUEST_TYPE, request, response)) {
                    git(request, response, caller, PULL, name);
                }
            }
            case GitPath.Receive(var name) -> {
                if (isPostOf(GitSmartHttpTools.RECEIVE_PACK_REQUEST_TYPE, request, response)) {
                    git(request, response, caller, PUSH, name);
                }
            }
        }
    }

    private void git(
            HttpServletRequest request, HttpServletResponse response, Principal caller, String action, String name)
            throws ServletException, IOException {
        // Git's clients show what an answer of status 200 says in Git's own words; of other answers, many show nothing.
        var refusal = refusal(request, caller, action, name);
        if (refusal.isPresent()) {
            GitSmartHttpTools.sendError(request, response, 200, refusal.get());
        } else if (!repositories.exists(name)) {
            GitSmartHttpTools.sendError(request, response, 200, new MissingRepository(name).getMessage());
        } else {
            request.setAttribute(REPOSITORY, name);
            super.service(request, response);
        }
    }

    @FunctionalInterface
    private interface Content {
        String html() throws IOException;
    }

    private void page(
            HttpServletRequest request, HttpServletResponse response, Principal caller, String name, Content content)
            throws IOException {
        if (!isOneOf(request, response, "GET", "HEAD")) return;
        var refusal = refusal(request, caller, PULL, name);
        if (refusal.isPresent()) {
            refuse(request, response, 403, refusal.get());
            return;
        }
        try {
            sendPage(response, 200, content.html());
        } catch (MissingRepository _) {
            refuse(request, response, 404, "There is no repository '%s'.".formatted(name));
        } catch (MissingCommit e) {
            refuse(request, response, 404, e.getMessage());
        }
    }

    private String overview(String name) throws IOException {
        try (var git = repositories.open(name)) {
            return new OverviewPage(name, repositories.cloneUrl(name), git).html();
        }
    }

    private String commit(String name, String id) throws IOException {
        try (var git = repositories.open(name)) {
            return new CommitPage(name, git).html(id);
        }
    }

    /** The sentence that tells the caller why not; empty when the action is allowed. */
    private Optional<String> refusal(HttpServletRequest request, Principal caller, String action, String name) {
        var access = new Access(
                action,
                "arn:aws:codecommit:%s:%s:%s".formatted(region, account, name),
                Context.of(request, clock.instant(), region));
        // Repositories have no policies of their own that could let others in.
        var judged = caller.account().equals(account) ? caller : caller.with(_ -> Verdict.OF_ANOTHER_ACCOUNT);
        return judged.refusal(access);
    }

    private Repository openFor(HttpServletRequest request)
            throws RepositoryNotFoundException {
        try {
            return repositories.open(repositoryOf(request));
        } catch (IOException e) {
            LOG.error("Cannot open the repository {}.", repositoryOf(request), e);
            throw new RepositoryNotFoundException(repositoryOf(request), e);
        }
    }

    private static String repositoryOf(HttpServletRequest request) {
        return (String) request.getAttribute(REPOSITORY);
    }

    private static boolean isPostOf(String type, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!isOneOf(request, response, "POST")) return false;
        if (type.equals(request.getContentType())) return true;
        refuse(request, response, 415, "The content type must be %s.".formatted(type));
        return false;
    }

    private static boolean isOneOf(HttpServletRequest request, HttpServletResponse response, String... methods)
            throws IOException {
        if (Set.of(methods).contains(request.getMethod())) return true;
        response.setHeader("Allow", String.join(", ", methods));
        refuse(request, response, 405, "The method here must be %s.".formatted(String.join(" or ", methods)));
        return false;
    }

    /** In a browser a page; for everybody else a line, which Git shows to its user. */
    private static void refuse(HttpServletRequest request, HttpServletResponse response, int status, String sentence)
            throws IOException {
        var accepted = request.getHeader("Accept");
        if (accepted != null && accepted.contains("text/html")) {
            sendPage(response, status, Html.refusal(status, sentence));
        } else {
            send(response, status, "text/plain", sentence + "\n");
        }
    }

    private static void sendPage(HttpServletResponse response, int status, String html) throws IOException {
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "no-referrer");
        send(response, status, "text/html", html);
    }

    private static void send(HttpServletResponse response, int status, String type, String text) throws IOException {
        var bytes = text.getBytes(UTF_8);
        response.setStatus(status);
        response.setContentType(type + "; charset=utf-8");
        response.setHeader("Cache-Control", "private, no-cache");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static String readStylesheet() {
        try (var resource = GitEndpoint.class.getResourceAsStream("style.css")) {
            return new String(resource.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The style sheet of the pages cannot be read.", e);
        }
    }
}
