package dev.slipway.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds the route of a path: a tree of path segments, where a fixed word goes before a parameter.
final class Router {
    private final Node root = new Node();

    private static final class Node {
        private final Map<String, Node> words = new HashMap<>();
        private Optional<Node> parameter = Optional.empty();
        private final SortedMap<String, Route<?, ?>> methods = new TreeMap<>();
    }

    /// What answers a path, by method.
    /// @param path the values of the path's parameters
    record Place(SortedMap<String, Route<?, ?>> methods, Map<String, String> path) {}

    Router(List<Route<?, ?>> routes) {
        routes.forEach(this::add);
    }

    private void add(Route<?, ?> route) {
        Node node = root;
        for (String segment : segments(route.endpoint().path())) {
            if (segment.startsWith("{")) {
                Node next = node.parameter.orElseGet(Node::new);
                node.parameter = Optional.of(next);
                node = next;
            } else {
                node = node.words.computeIfAbsent(segment, word -> new Node());
            }
        }
        if (node.methods.put(route.endpoint().method(), route) != null) {
            throw new IllegalArgumentException("Two routes for "
                    + route.endpoint().method() + " " + route.endpoint().path());
        }
    }

    /// @param segments of the path below `/api/v1`, decoded
    Optional<Place> find(List<String> segments) {
        Node node = root;
        List<String> values = new ArrayList<>();
        for (String segment : segments) {
            Node word = node.words.get(segment);
            if (word != null) {
                node = word;
            } else if (node.parameter.isPresent()) {
                node = node.parameter.get();
                values.add(segment);
            } else {
                return Optional.empty();
            }
        }
        return node.methods.isEmpty() ? Optional.empty() : Optional.of(new Place(node.methods, named(node, values)));
    }

    private static Map<String, String> named(Node node, List<String> values) {
        Map<String, String> named = new LinkedHashMap<>();
        int next = 0;
        Route<?, ?> any = node.methods.values().iterator().next();
        for (String segment : segments(any.endpoint().path())) {
            if (segment.startsWith("{")) {
                named.put(segment.substring(1, segment.length() - 1), values.get(next++));
            }
        }
        return named;
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }
}
