package dev.slipway.llm;

import java.io.IOException;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// The one pool of HTTP connections to all providers. Redirects are not followed, as they would carry the key
/// elsewhere; a request is never sent twice behind the caller's back.
public final class Connections implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WRITE = Duration.ofSeconds(60);

    private final OkHttpClient shared;

    public Connections(ProxySelector proxies) {
        shared = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES))
                .socketFactory(new PromptSockets())
                .proxySelector(proxies)
                .proxyAuthenticator(EnvironmentProxies.authenticator(proxies))
                .connectTimeout(CONNECT)
                .writeTimeout(WRITE)
                .pingInterval(Duration.ofSeconds(30))
                .followRedirects(false)
                .followSslRedirects(false)
                .eventListenerFactory(Connections::listener)
                .build();
    }

    /// Proxies from the usual environment variables.
    public static Connections ofEnvironment() {
        return new Connections(EnvironmentProxies.of(System.getenv()));
    }

    /// The way to one provider, which waits for a byte as long as the provider may be silent.
    public Line line(Provider provider) {
        return new Line(shared.newBuilder().readTimeout(provider.silence()).build(), provider.secrets());
    }

    /// Gets a page of a provider whole. Any answer but 200 is a [ProviderError].
    /// @param limit how long all of it may take
    String get(Provider provider, Request request, Duration limit) throws IOException {
        try (Response response =
                shared.newBuilder().callTimeout(limit).build().newCall(request).execute()) {
            return ProviderError.page(response, provider.secrets());
        }
    }

    /// Opens a connection so that the next call finds it ready. Asks for nothing but the place's headers,
    /// without a key, thus costs nothing.
    public void preconnect(String url) throws IOException {
        Request request = new Request.Builder().url(url).head().build();
        shared.newBuilder()
                .callTimeout(CONNECT)
                .build()
                .newCall(request)
                .execute()
                .close();
    }

    @Override
    public void close() {
        shared.dispatcher().executorService().shutdown();
        shared.connectionPool().evictAll();
    }

    private static EventListener listener(Call call) {
        Attempt attempt = call.request().tag(Attempt.class);
        return attempt == null ? EventListener.NONE : new SentListener(attempt);
    }

    /// Waits for the moment when the request has left: for HTTP/2 OkHttp flushes before it tells, for HTTP/1.1
    /// the body has flushed itself.
    private static final class SentListener extends EventListener {
        private final Attempt attempt;

        SentListener(Attempt attempt) {
            this.attempt = attempt;
        }

        @Override
        public void requestBodyEnd(Call call, long byteCount) {
            attempt.requestSent();
        }
    }

    /// The way to one provider.
    public static final class Line {
        private final OkHttpClient client;

        private final List<String> secrets;

        private Line(OkHttpClient client, List<String> secrets) {
            this.client = client;
            this.secrets = secrets;
        }

        /// Posts for the attempt that the calling thread is in, and returns once the headers of a good answer
        /// are there. Any other answer is a [ProviderError].
        public Response post(Request.Builder request, byte[] body, String mediaType) throws IOException {
            Attempt attempt = Attempt.current();
            Call call = client.newCall(request.post(new FlushedBody(body, mediaType))
                    .tag(Attempt.class, attempt)
                    .build());
            attempt.started(call);
            Response response = call.execute();
            ProviderError.check(response, secrets);
            attempt.responseStarted();
            return response;
        }
    }
}
