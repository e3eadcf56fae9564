package io.drawbridge.dataplane.fuzz;

import java.util.List;
import java.util.function.Consumer;

/// What is fuzzed, and with what it begins.
/// @param name as it is told and as the folder of what it learns is called
/// @param input checks one input
/// @param seeds one byte a character
record Target(String name, Class<?> type, Consumer<byte[]> input, List<String> seeds) {
    private static final List<Target> ALL = List.of(
            new Target(
                    "request-head",
                    RequestHeadTarget.class,
                    RequestHeadTarget::fuzzerTestOneInput,
                    List.of(
                            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                            "POST /ab/c1 HTTP/1.1\r\nHost: abc\r\nX-Abc: d e\r\nX-De: \r\n\r\n",
                            "POST /a/b/?x=%41&y HTTP/1.1\r\nHost: a:8080\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
                            "PUT /%C3%BC/%41%7e HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: chunked\r\nConnection: x-drop, close\r\nX-Drop: 1\r\n\r\n",
                            "GET http://a/b?c HTTP/1.1\r\nHost: a:80\r\nCookie: a=b\r\nCookie: c=d\r\n\r\n",
                            "GET https://a:443?c HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                            "DELETE /x,v=1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x.y.z\r\nX-Forwarded-For: 1.2.3.4\r\nX_User_Id: 1\r\n\r\n",
                            "PATCH /x%20y HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 12\r\nX:  a\tb  \r\n\r\n",
                            "OPTIONS * HTTP/1.1\r\nHost: a\r\nOrigin: http://b\r\nAccess-Control-Request-Method: GET\r\n\r\n",
                            "POST / HTTP/1.1\r\nHost: a\r\nTE: gzip, trailers\r\nConnection: TE\r\nContent-Length: 3\r\n\r\nabc",
                            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                            "GET /%2e%2E/%252e/..%2fa//b HTTP/1.1\r\nHost : a\r\n b\r\n\r\n")),
            new Target(
                    "answer-head",
                    AnswerHeadTarget.class,
                    AnswerHeadTarget::fuzzerTestOneInput,
                    List.of(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nServer: x\r\n\r\n",
                            "HTTP/1.0 302 Found\r\nLocation: /a\r\nConnection: keep-alive, x-drop\r\nX-Drop: 1\r\n\r\n",
                            "HTTP/1.1 204 No Content\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\n",
                            "HTTP/1.1 304\r\nContent-Length: 12\r\nETag: \"x\"\r\nDate: now\r\n\r\n",
                            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
                            "HTTP/1.1 503 \r\nRetry-After: 1\r\nKeep-Alive: timeout=5\r\nConnection: close\r\n\r\n",
                            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\nTransfer-Encoding: gzip\r\n folded\r\n\r\n")),
            new Target(
                    "chunked-body",
                    ChunkedBodyTarget.class,
                    ChunkedBodyTarget::fuzzerTestOneInput,
                    List.of(
                            "0\r\n\r\n",
                            "5\r\nhello\r\n0\r\n\r\n",
                            "5;a=b;c=\"d;e\"\r\nhello\r\n000A\r\n0123456789\r\n0\r\nX-Sum: 1\r\nY:\r\n\r\nGET / HTTP/1.1\r\n\r\n",
                            "1\r\na\r\n1\r\nb\r\n00;x\r\n\r\n",
                            "fffffffffffffff\r\n",
                            "5;\r\nhello\n0\r\nContent-Length : 4\r\n\n",
                            "3\r\nab\r\n0\r\n\r\n")));

    Target {
        seeds = List.copyOf(seeds);
    }

    static List<Target> all() {
        return ALL;
    }

    @Override
    public String toString() {
        return name;
    }
}
