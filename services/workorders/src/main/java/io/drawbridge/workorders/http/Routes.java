package io.drawbridge.workorders.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.function.Function;

/// Which endpoint answers which path and method, and how an answer is sent.
final class Routes {
    /// Answers up to this size are sent in one write.
    private static final int SMALL = 64 * 1024;

    private final Endpoints endpoints;
    private final Failures failures;
    private final TimeLimit limit;

    Routes(Endpoints endpoints, Failures failures, TimeLimit limit) {
        this.endpoints = endpoints;
        this.failures = failures;
        this.limit = limit;
    }

    HttpRouting.Builder routing() {
        return HttpRouting.builder()
                .route(route("/health", handler(endpoints::health), Method.GET, Method.HEAD))
                .route(route(Endpoints.PATH, handler(endpoints::list), Method.GET, Method.HEAD))
                .route(route(Endpoints.PATH + "/", handler(endpoints::list), Method.GET, Method.HEAD))
                .route(route(Endpoints.PATH, handler(endpoints::create), Method.POST))
                .route(route(Endpoints.PATH + "/", handler(endpoints::create), Method.POST))
                .route(route(Endpoints.PATH + "/{id}", handler(endpoints::get), Method.GET, Method.HEAD))
                .route(route(Endpoints.PATH + "/{id}", handler(endpoints::delete), Method.DELETE))
                .route(route(Endpoints.PATH + "/{id}/status", handler(endpoints::changeStatus), Method.PATCH))
                .any(handler(endpoints::nothing))
                // For what fails outside the endpoints, and for errors of the machine itself.
                .error(
                        Throwable.class,
                        (request, response, failure) -> send(
                                request, response, failures.problem(failure).answer()));
    }

    private HttpRoute route(String path, Handler handler, Method... methods) {
        return HttpRoute.builder().methods(methods).path(path).handler(handler).build();
    }

    private Handler handler(Function<ServerRequest, Answer> endpoint) {
        return (request, response) -> limit.run(() -> {
            send(request, response, answer(request, endpoint));
            finish(request, response);
        });
    }

    private Answer answer(ServerRequest request, Function<ServerRequest, Answer> endpoint) {
        try {
            return endpoint.apply(request);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RequestException e) {
            // Where a body is not framed as it should be, nobody knows where the next request begins.
            return Failures.problem(e.status().code()).answer().with("Connection", "close");
        } catch (RuntimeException e) {
            return failures.problem(e).answer();
        }
    }

    /// Leaves the connection where the next request begins, or closes it. The web server alone would not close it: it
    /// would
    /// take what is left of a body for a request.
    private static void finish(ServerRequest request, ServerResponse response) {
        if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            throw new CloseConnectionException("this was the last answer");
        }
        if (!request.content().hasEntity() || request.content().consumed()) {
            return;
        }
        if (request.headers().containsToken(HeaderValues.EXPECT_100)) {
            throw new CloseConnectionException("the body was not asked for, and may come or not");
        }
        try {
            request.content().consume();
        } catch (RuntimeException e) {
            throw new CloseConnectionException("the rest of the body did not come", e);
        }
    }

    private static void send(ServerRequest request, ServerResponse response, Answer answer) {
        try (var content = answer.content()) {
            response.status(Status.create(answer.status()));
            answer.fields().forEach((name, value) -> response.header(HeaderNames.create(name), value));
            // What a user may see depends on the user: nothing on the way may keep it.
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            response.header(HeaderNames.CONTENT_LENGTH, Long.toString(content.length()));
            if (request.prologue().method().equals(Method.HEAD)) {
                response.send();
            } else if (content.length() <= SMALL) {
                response.send(content.toByteArray());
            } else {
                try (var out = response.outputStream()) {
                    content.writeTo(out);
                }
            }
        } catch (IOException e) {
            throw new ServerConnectionException("the client did not take the answer", e);
        }
    }
}
