package dev.slipway.llm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.Authenticator;
import okhttp3.Credentials;

/// Proxies as the usual environment variables name them: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`,
/// in either case. Without any of them, the JVM's own settings hold.
final class EnvironmentProxies extends ProxySelector {
    private final Map<String, String> environment;

    private EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
    }

    static ProxySelector of(Map<String, String> environment) {
        return new EnvironmentProxies(environment);
    }

    @Override
    public List<Proxy> select(URI uri) {
        Optional<URI> proxy = proxyFor(uri);
        if (proxy.isPresent()) {
            int port = proxy.get().getPort() < 0 ? 80 : proxy.get().getPort();
            return List.of(new Proxy(
                    Proxy.Type.HTTP,
                    InetSocketAddress.createUnresolved(proxy.get().getHost(), port)));
        }
        ProxySelector standard = ProxySelector.getDefault();
        return standard == null ? List.of(Proxy.NO_PROXY) : standard.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // OkHttp remembers failed routes by itself.
    }

    /// Answers a proxy that asks for the user and password of its URL.
    static Authenticator authenticator(ProxySelector proxies) {
        return (route, response) -> {
            if (!(proxies instanceof EnvironmentProxies ours)
                    || response.request().header("Proxy-Authorization") != null) {
                return null;
            }
            String user = ours.proxyFor(response.request().url().uri())
                    .map(URI::getUserInfo)
                    .orElse("");
            if (user.isEmpty()) {
                return null;
            }
            String[] parts = user.split(":", 2);
            String credentials = Credentials.basic(parts[0], parts.length > 1 ? parts[1] : "");
            return response.request()
                    .newBuilder()
                    .header("Proxy-Authorization", credentials)
                    .build();
        };
    }

    private Optional<URI> proxyFor(URI target) {
        if (target.getHost() == null || excluded(target.getHost().toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return variable("https".equals(target.getScheme()) ? "https_proxy" : "http_proxy")
                .or(() -> variable("all_proxy"))
                .map(text -> URI.create(text.contains("://") ? text : "http://" + text))
                .filter(uri -> uri.getHost() != null);
    }

    private boolean excluded(String host) {
        return Arrays.stream(variable("no_proxy").orElse("").split("[,\\s]+"))
                .map(entry -> entry.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals("*") || host.equals(entry) || host.endsWith("." + entry));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
