package io.felucca.ttrpc;

import io.felucca.ttrpc.envelope.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Headers of a call: lower-case keys, each with one or more values, such as {@code
 * containerd-namespace-ttrpc}.
 */
public final class Metadata {
  private static final Metadata NONE = new Metadata(Map.of());

  private final Map<String, List<String>> values;

  private Metadata(Map<String, List<String>> values) {
    this.values = values;
  }

  /** No headers. */
  public static Metadata none() {
    return NONE;
  }

  /** One header. */
  public static Metadata of(String key, String value) {
    return NONE.with(key, value);
  }

  /** These headers and one value more; values a key already has stay before it. */
  public Metadata with(String key, String value) {
    Map<String, List<String>> more = new LinkedHashMap<>(values);
    List<String> list = new ArrayList<>(all(key));
    list.add(value);
    more.put(lower(key), List.copyOf(list));
    return new Metadata(more);
  }

  /** The first value of a key. */
  public Optional<String> first(String key) {
    return all(key).stream().findFirst();
  }

  /** All values of a key in their order; empty when it is absent. */
  public List<String> all(String key) {
    return values.getOrDefault(lower(key), List.of());
  }

  List<Header> toWire() {
    List<Header> headers = new ArrayList<>();
    values.forEach((key, list) -> list.forEach(value -> headers.add(header(key, value))));
    return headers;
  }

  static Metadata fromWire(List<Header> headers) {
    if (headers.isEmpty()) {
      return NONE;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Header header : headers) {
      values
          .computeIfAbsent(lower(header.getKey()), key -> new ArrayList<>())
          .add(header.getValue());
    }
    return new Metadata(values);
  }

  @Override
  public String toString() {
    return values.toString();
  }

  private static Header header(String key, String value) {
    return Header.newBuilder().setKey(key).setValue(value).build();
  }

  private static String lower(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
