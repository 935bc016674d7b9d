package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.approval;
import static dev.pipewright.engine.Definition.commands;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeoutsTest {
    @ParameterizedTest
    @CsvSource({
        "Approval, AWS, Manual, P7D",
        "Build, AWS, CodeBuild, PT36H",
        "Test, AWS, CodeBuild, PT8H",
        "Compute, AWS, Commands, PT55M",
        "Deploy, AWS, S3, PT90M",
        "Source, AWS, S3, PT60M",
        "Deploy, AWS, CloudFormation, P3D",
        "Deploy, AWS, CodeDeploy, P5D",
        "Deploy, AWS, CodeDeployToECS, P5D",
        "Invoke, AWS, Lambda, PT24H",
        "Deploy, AWS, Lambda, PT60M",
        "Invoke, AWS, StepFunctions, P7D",
        "Source, ThirdParty, GitHub, PT60M",
        "Deploy, Custom, S3, PT24H",
    })
    void each_type_has_the_time_of_the_quotas(
            ActionCategory category, ActionOwner owner, String provider, Duration timeout) {
        assertThat(Timeouts.of(new ActionTypeId(category, owner, provider, "1"))).isEqualTo(timeout);
    }

    @Test
    void an_approval_may_say_its_own_time() {
        assertThat(Timeouts.of(approval("ok").timeout(5).action())).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void only_an_approval_may_say_its_own_time() {
        assertThat(Timeouts.of(commands("build").timeout(5).action())).isEqualTo(Duration.ofMinutes(55));
    }
}
