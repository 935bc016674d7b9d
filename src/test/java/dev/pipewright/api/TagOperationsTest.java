package dev.pipewright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.wire.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import software.amazon.awssdk.services.codepipeline.model.TagResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.UntagResourceRequest;

final class TagOperationsTest {
    private static final String SHOP = "arn:aws:codepipeline:eu-central-1:111122223333:shop";
    private static final String BENCH =
            "arn:aws:codepipeline:eu-central-1:111122223333:actiontype:Custom/Build/Bench/2";
    private static final PageTokens PAGES = new PageTokens(new byte[32]);

    @TempDir
    Path directory;

    Workshop shop;

    @BeforeEach
    void open() {
        shop = new Workshop(directory);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void pipelines_and_action_types_get_change_and_lose_tags() {
        for (var arn : List.of(SHOP, BENCH)) {
            tag(arn, of("b", "1"), of("a", "2"));
            tag(arn, of("b", "3"));
            assertThat(list(arn)).containsExactly(of("a", "2"), of("b", "3"));

            untag(arn, "a", "never there");
            assertThat(list(arn)).containsExactly(of("b", "3"));
        }
    }

    @Test
    void an_arn_that_is_not_of_here_is_refused() {
        var own = "arn:aws:codepipeline:eu-central-1:111122223333:";
        for (var arn : List.of(
                "shop",
                "arn:aws:s3:::shelf",
                "arn:aws:codepipeline:us-east-1:111122223333:shop",
                "arn:aws:codepipeline:eu-central-1:999988887777:shop",
                own,
                own + "shop/Build",
                own + "actiontype:AWS/Source/S3/1",
                own + "actiontype:Custom/Sauce/Bench/2",
                own + "actiontype:Custom/Build/Bench",
                own + "rule:shop",
                own + "webhook:a:b")) {
            refused("InvalidArnException", () -> tag(arn, of("a", "b"))).hasMessageContaining("'" + arn + "'");
            refused("InvalidArnException", () -> untag(arn, "a"));
            refused("InvalidArnException", () -> list(arn));
        }
    }

    @Test
    void a_resource_that_is_not_there_has_no_tags() {
        var own = "arn:aws:codepipeline:eu-central-1:111122223333:";
        for (var arn : List.of(own + "other", own + "actiontype:Custom/Build/Bench/3", own + "webhook:shop")) {
            refused("ResourceNotFoundException", () -> tag(arn, of("a", "b"))).hasMessageContaining(arn);
            refused("ResourceNotFoundException", () -> untag(arn, "a"));
            refused("ResourceNotFoundException", () -> list(arn));
        }
    }

    @Test
    void a_resource_has_fifty_tags_at_most_counting_those_that_it_has() {
        tag(SHOP, IntStream.range(0, 49).mapToObj(it -> of("k" + it, "v")).toArray(Tag[]::new));

        refused("TooManyTagsException", () -> tag(SHOP, of("x", ""), of("y", ""))).hasMessageContaining("51");
        tag(SHOP, of("x", ""), of("k1", "changed"));
        assertThat(list(SHOP)).hasSize(50).contains(of("k1", "changed"));
    }

    @Test
    void keys_that_are_reserved_or_given_twice_are_refused() {
        refused("InvalidTagsException", () -> tag(SHOP, of("AWS:x", "y")));
        refused("InvalidTagsException", () -> tag(SHOP, of("x", "y"), of("x", "y")));
        refused("InvalidTagsException", () -> untag(SHOP, "aws:x"));
        assertThat(list(SHOP)).isEmpty();
    }

    @Test
    void pages_hold_every_tag_once_also_when_tags_go_meanwhile() {
        tag(SHOP, IntStream.range(10, 30).mapToObj(it -> of("k" + it, "v")).toArray(Tag[]::new));
        var found = new ArrayList<String>();
        var page = page(SHOP, null);
        while (true) {
            page.tags().forEach(tag -> found.add(tag.key()));
            if (page.nextToken() == null) {
                break;
            }
            untag(SHOP, page.tags().getLast().key());
            page = page(SHOP, page.nextToken());
        }

        assertThat(found).hasSize(20).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_token_is_good_for_the_resource_that_it_was_given_for() {
        tag(SHOP, IntStream.range(10, 30).mapToObj(it -> of("k" + it, "v")).toArray(Tag[]::new));
        var token = page(SHOP, null).nextToken();

        refused("InvalidNextTokenException", () -> page(BENCH, token));
    }

    private void tag(String arn, Tag... tags) {
        new TagResource(shop.database)
                .run(TagResourceRequest.builder().resourceArn(arn).tags(tags).build(), shop.request());
    }

    private void untag(String arn, String... keys) {
        new UntagResource(shop.database)
                .run(UntagResourceRequest.builder().resourceArn(arn).tagKeys(keys).build(), shop.request());
    }

    private List<Tag> list(String arn) {
        return new ListTagsForResource(shop.database, PAGES)
                .run(ListTagsForResourceRequest.builder().resourceArn(arn).build(), shop.request())
                .tags();
    }

    private ListTagsForResourceResponse page(String arn, String token) {
        var request = ListTagsForResourceRequest.builder().resourceArn(arn).maxResults(7).nextToken(token).build();
        return new ListTagsForResource(shop.database, PAGES).run(request, shop.request());
    }

    private static Tag of(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(String error, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(
                Fault.class, fault -> assertThat(fault.type()).isEqualTo(error));
    }
}
