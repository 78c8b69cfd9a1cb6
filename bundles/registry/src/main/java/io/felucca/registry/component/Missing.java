package io.felucca.registry.component;

import java.util.Map;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/**
 * A service that a component refers to and that is not there.
 *
 * @param service the name of its interface
 * @param target the filter that its properties must match; empty for none
 */
public record Missing(String service, String target) {
  /** Whether a service with these properties would do. */
  public boolean takes(Map<String, ?> properties) {
    try {
      return target.isEmpty() || FrameworkUtil.createFilter(target).matches(properties);
    } catch (InvalidSyntaxException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return target.isEmpty() ? service : service + " " + target;
  }
}
