package dev.slipway.api;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers what is so malformed that it never becomes a request, as the same kind of problem as everything else.
final class ProtocolErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException e
                ? e.getCode()
                : response.getStatus();
        // The connection ends with it, as nobody knows where its next request begins.
        HttpHandler.write(Reply.of(refusal(status)).with("Connection", "close"), request, response, callback);
        return true;
    }

    private static Refusal refusal(int status) {
        return switch (status) {
            case 408 -> Refusal.of(408, "too-slow", "The request took too long", "No more of it came for a while.");
            case 414 ->
                Refusal.of(414, "address-too-long", "The address is too long", "Address and headers may have 16 KiB.");
            case 431 ->
                Refusal.of(
                        431, "headers-too-large", "The headers are too large", "Address and headers may have 16 KiB.");
            case 503 -> Refusal.of(503, "stopping", "Slipway is stopping", "It takes no more requests.");
            default ->
                status < 500
                        ? Refusal.of(
                                status,
                                "malformed-request",
                                "This is not a valid HTTP request",
                                "The server answers " + status + " " + HttpStatus.getMessage(status) + ".")
                        : Refusal.of(status, "internal-error", "Something is wrong in Slipway", "The request failed.");
        };
    }
}
