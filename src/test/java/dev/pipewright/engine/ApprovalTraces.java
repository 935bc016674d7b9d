package dev.pipewright.engine;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Manual approvals (section 17). */
final class ApprovalTraces {
    private ApprovalTraces() {}

    static Stream<Arguments> stories() {
        return Stream.of(
                argumentSet("an approval waits, keeps its stage, and lets the execution go on", """
                        pipeline               Source: get | Gate: ask? | Deploy: copy
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        start               -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source
                        approve e2 Gate/ask -> refused INVALID_APPROVAL_TOKEN
                        approve e1 Gate/ask -> leave e1 Gate, enter e1 Deploy, job e1 Deploy/copy, enter e2 Gate, ask e2 Gate/ask
                        approve e1 Gate/ask -> refused APPROVAL_ALREADY_COMPLETED
                        """),
                argumentSet("a rejected approval fails the execution", """
                        pipeline              Source: get | Gate: ask?
                        start              -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get   -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        reject e1 Gate/ask -> failed e1 Gate/ask, Failed e1 Gate, e1 Failed
                        """),
                argumentSet("an approval times out", """
                        pipeline            Source: get | Gate: ask?
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        late e1 Gate/ask -> withdraw e1 Gate/ask, failed e1 Gate/ask, Failed e1 Gate, e1 Failed
                        """),
                argumentSet("only approvals of that name are answered", """
                        pipeline                  Source: get | Gate: ask? | Deploy: copy
                        approve e1 Deploy/copy -> refused ACTION_NOT_FOUND
                        approve e1 Gate/beg    -> refused ACTION_NOT_FOUND
                        approve e1 Ship/ask    -> refused STAGE_NOT_FOUND
                        """),
                argumentSet("an approval has seven days, or as many minutes as it says", """
                        pipeline            Source: get | Gate: ask?, beg?(for:90)
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask, ask e1 Gate/beg
                        due e1 Gate/ask  -> PT168H
                        due e1 Gate/beg  -> PT1H30M
                        """),
                argumentSet("a rejected approval can be retried and has a new token then", """
                        pipeline                 Source: get | Gate: ask? | Deploy: copy
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        reject e1 Gate/ask    -> failed e1 Gate/ask, Failed e1 Gate, e1 Failed
                        retry e1 Gate         -> e1 Resumed as attempt 2, Resumed e1 Gate, ask e1 Gate/ask#2
                        approve e1 Gate/ask   -> refused APPROVAL_ALREADY_COMPLETED
                        approve e1 Gate/ask#2 -> leave e1 Gate, enter e1 Deploy, job e1 Deploy/copy
                        """),
                argumentSet("whom the approval names is told that it waits", """
                        pipeline            Source: get | Gate: ask?(NotificationArn=arn:topic), beg?
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask, notify e1 Gate/ask, ask e1 Gate/beg
                        """),
                argumentSet("an approval that asks for a summary takes no answer without", """
                        pipeline                        Source: get | Gate: ask?(IsSummaryRequired=true) | Deploy: copy
                        start                        -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get             -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        approve-silently e1 Gate/ask -> refused INVALID_APPROVAL_TOKEN
                        approve e1 Gate/ask          -> leave e1 Gate, enter e1 Deploy, job e1 Deploy/copy
                        """),
                argumentSet("an approval that asks for no summary takes an answer without", """
                        pipeline                        Source: get | Gate: ask? | Deploy: copy
                        start                        -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get             -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        approve-silently e1 Gate/ask -> leave e1 Gate, enter e1 Deploy, job e1 Deploy/copy
                        """),
                argumentSet("what an approval shows may come from earlier actions", """
                        pipeline                    Source: get(as:it) | Gate: ask?(CustomData=see-#{it.Id} ExternalEntityLink=https://x.example/#{it.Id})
                        start                    -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get Id=1f2e -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        show e1 Gate/ask         -> InProgress, CustomData=see-1f2e, ExternalEntityLink=https://x.example/1f2e
                        """),
                argumentSet("in PARALLEL mode each execution waits for its own answer", """
                        pipeline               PARALLEL Source: get | Gate: ask? | Deploy: copy
                        start               -> enter e1 Source, job e1 Source/get
                        start               -> enter e2 Source, job e2 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        ok e2 Source/get    -> leave e2 Source, enter e2 Gate, ask e2 Gate/ask
                        approve e2 Gate/ask -> leave e2 Gate, enter e2 Deploy, job e2 Deploy/copy
                        reject e1 Gate/ask  -> failed e1 Gate/ask, Failed e1 Gate, e1 Failed
                        """),
                argumentSet(
                        "an approval of an execution in PARALLEL mode outlives an update that takes its stage away",
                        """
                        pipeline                          PARALLEL Source: get | Gate: ask? | Deploy: copy
                        start                          -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get               -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        update QUEUED Source: get | Deploy: copy -> nothing
                        approve e1 Gate/ask            -> leave e1 Gate, enter e1 Deploy, job e1 Deploy/copy
                        """),
                argumentSet("an update ends a pending approval, which nobody can answer any more", """
                        pipeline               Source: get | Gate: ask?
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        update              -> failed e1 Gate/ask, Cancelled e1 Gate, e1 Cancelled
                        approve e1 Gate/ask -> refused INVALID_APPROVAL_TOKEN
                        """),
                argumentSet("an approval that an update ended is out of date also while its sibling runs", """
                        pipeline               Source: get | Gate: ask?, check
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask, job e1 Gate/check
                        update              -> failed e1 Gate/ask
                        approve e1 Gate/ask -> refused INVALID_APPROVAL_TOKEN
                        ok e1 Gate/check    -> Cancelled e1 Gate, e1 Cancelled
                        """),
                argumentSet("an approval is no job", """
                        pipeline                 Source: get | Gate: ask?, check
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask, job e1 Gate/check
                        approve e1 Gate/check -> refused ACTION_NOT_FOUND
                        reject e1 Gate/ask    -> failed e1 Gate/ask
                        ok e1 Gate/check      -> Failed e1 Gate, e1 Failed
                        """));
    }
}
