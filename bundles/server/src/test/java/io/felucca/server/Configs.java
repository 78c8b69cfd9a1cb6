package io.felucca.server;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations made of their defaults and some values. */
final class Configs {
  private Configs() {}

  static <T> T of(Class<T> type, Map<String, Object> values) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                values.getOrDefault(method.getName(), method.getDefaultValue())));
  }
}
