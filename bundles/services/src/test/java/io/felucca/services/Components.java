package io.felucca.services;

import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;

/**
 * Makes components as Declarative Services would: with a configuration made of its defaults and
 * some values.
 */
final class Components {
  private Components() {}

  /**
   * The instance of the one constructor that takes a configuration and {@code references}, in any
   * order.
   */
  static <T> T make(Class<T> type, Map<String, Object> values, Object... references) {
    try {
      Constructor<?> constructor = activated(type);
      constructor.setAccessible(true);
      Object[] arguments =
          Arrays.stream(constructor.getParameterTypes())
              .map(
                  wanted ->
                      wanted.isAnnotation() ? config(wanted, values) : find(wanted, references))
              .toArray();
      return type.cast(constructor.newInstance(arguments));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Constructor<?> activated(Class<?> type) {
    return Arrays.stream(type.getDeclaredConstructors())
        .filter(c -> Arrays.stream(c.getParameterTypes()).anyMatch(Class::isAnnotation))
        .findFirst()
        .orElseThrow();
  }

  private static Object config(Class<?> type, Map<String, Object> values) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) ->
            values.getOrDefault(method.getName(), method.getDefaultValue()));
  }

  private static Object find(Class<?> wanted, Object[] references) {
    return Arrays.stream(references).filter(wanted::isInstance).findFirst().orElseThrow();
  }
}
