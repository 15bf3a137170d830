package dev.slipway.model.wire;

import dev.slipway.model.account.Role;
import java.util.List;

/// One call of the REST interface: what it takes and what it gives. The server routes by these, the clients call by
/// these, and the OpenAPI document is made from them, so that the three can't differ.
/// @param method   GET, POST, PUT, PATCH or DELETE
/// @param path     below `/api/v1`, with parameters in braces, such as `/sessions/{id}`
/// @param query    the query parameters that it knows
/// @param request  the type of the request's JSON body; [Nothing] for none
/// @param response the type of the answer's JSON body; [Nothing] for none
/// @param status   the HTTP status of a success
/// @param role     the least role that may call it
/// @param summary  one sentence for the OpenAPI document
public record Endpoint<Q, R>(
        String name,
        String method,
        String path,
        List<Parameter> query,
        Class<Q> request,
        Class<R> response,
        int status,
        Role role,
        String summary) {

    /// No body.
    public record Nothing() {}

    /// A query parameter, always optional.
    /// @param meaning one sentence with unit, range and default
    public record Parameter(String name, Type type, String meaning) {
        public enum Type {
            TEXT,
            NUMBER,
            FLAG
        }
    }

    public Endpoint {
        query = List.copyOf(query);
    }

    /// The same call with one more query parameter.
    public Endpoint<Q, R> with(String parameter, Parameter.Type type, String meaning) {
        List<Parameter> more = new java.util.ArrayList<>(query);
        more.add(new Parameter(parameter, type, meaning));
        return new Endpoint<>(name, method, path, more, request, response, status, role, summary);
    }

    /// The same call for another role than the usual one (viewers read, members change).
    public Endpoint<Q, R> by(Role least) {
        return new Endpoint<>(name, method, path, query, request, response, status, least, summary);
    }

    static <R> Endpoint<Nothing, R> get(String name, String path, Class<R> response, String summary) {
        return new Endpoint<>(name, "GET", path, List.of(), Nothing.class, response, 200, Role.VIEWER, summary);
    }

    static <Q, R> Endpoint<Q, R> post(String name, String path, Class<Q> request, Class<R> response, String summary) {
        return new Endpoint<>(name, "POST", path, List.of(), request, response, 200, Role.MEMBER, summary);
    }

    static <Q, R> Endpoint<Q, R> create(String name, String path, Class<Q> request, Class<R> response, String summary) {
        return new Endpoint<>(name, "POST", path, List.of(), request, response, 201, Role.MEMBER, summary);
    }

    static <Q, R> Endpoint<Q, R> patch(String name, String path, Class<Q> request, Class<R> response, String summary) {
        return new Endpoint<>(name, "PATCH", path, List.of(), request, response, 200, Role.MEMBER, summary);
    }

    static <Q, R> Endpoint<Q, R> put(String name, String path, Class<Q> request, Class<R> response, String summary) {
        return new Endpoint<>(name, "PUT", path, List.of(), request, response, 200, Role.MEMBER, summary);
    }

    static Endpoint<Nothing, Nothing> delete(String name, String path, String summary) {
        return new Endpoint<>(name, "DELETE", path, List.of(), Nothing.class, Nothing.class, 204, Role.MEMBER, summary);
    }
}
