package dev.pipewright.e2e;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Posts signed for any service and region by any key, or by none. */
record SignedPost(URI endpoint, String service, String region, AwsCredentials key) {
    /** Calls an operation of a JSON service. */
    SignedHttp.Answer json(String target, String body) {
        return SignedHttp.answer(SignedHttp.send(request("application/x-amz-json-1.1", target, body)));
    }

    /** Posts a form, as the Query protocol has it. */
    SignedHttp.Answer form(String body) {
        return SignedHttp.answer(
                SignedHttp.send(request("application/x-www-form-urlencoded; charset=utf-8", null, body)));
    }

    SignedPost by(AwsCredentials other) {
        return new SignedPost(endpoint, service, region, other);
    }

    SignedPost in(String otherRegion) {
        return new SignedPost(endpoint, service, otherRegion, key);
    }

    private HttpRequest request(String type, String target, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint.resolve("/"))
                .putHeader("Content-Type", type);
        if (target != null) unsigned.putHeader("X-Amz-Target", target);
        var ready = key == null
                ? unsigned.build()
                : AwsV4HttpSigner.create()
                        .sign(request -> request.identity(key)
                                .request(unsigned.build())
                                .payload(ContentStreamProvider.fromByteArray(bytes))
                                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                                .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                        .request();
        var request = HttpRequest.newBuilder(endpoint.resolve("/")).POST(BodyPublishers.ofByteArray(bytes));
        ready.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) values.forEach(value -> request.header(name, value));
        });
        return request.build();
    }
}
