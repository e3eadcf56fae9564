package io.drawbridge.workorders;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `host:port`, for example `127.0.0.1:8001` or `[::1]:0`.
final class ListenAddress implements ITypeConverter<InetSocketAddress> {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:\\s]+):(\\d{1,5})");

    @Override
    public InetSocketAddress convert(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
            throw new TypeConversionException("'" + text + "' is not HOST:PORT, for example 127.0.0.1:8001");
        }
        return new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2)));
    }
}
