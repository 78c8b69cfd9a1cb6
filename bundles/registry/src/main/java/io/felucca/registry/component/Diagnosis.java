package io.felucca.registry.component;

import io.felucca.api.plugin.PluginKeys;
import io.felucca.api.plugin.SkipPlugin;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Asks Declarative Services why an instance is not there. */
final class Diagnosis {
  private static final String CAUSE = "Caused by: ";

  private final ServiceComponentRuntime runtime;

  Diagnosis(ServiceComponentRuntime runtime) {
    this.runtime = runtime;
  }

  /** What is known of an instance that has no service; null where it may still come. */
  Outcome withoutService(Bundle bundle, String pid, long number) {
    if (bundle.getState() != Bundle.ACTIVE) {
      return new Outcome.Waits("its bundle " + bundle + " is not started");
    }
    ComponentConfigurationDTO found = find(bundle, pid, number);
    if (found == null) {
      return null;
    }
    return switch (found.state) {
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> new Outcome.Waits(missing(found));
      case ComponentConfigurationDTO.FAILED_ACTIVATION -> told(found.failure);
      case ComponentConfigurationDTO.ACTIVE ->
          found.service == null ? new Outcome.Up(new Object()) : null;
      default -> null;
    };
  }

  /** Why the service of an instance gave no object. */
  Outcome failure(Bundle bundle, String pid, long number) {
    ComponentConfigurationDTO found = find(bundle, pid, number);
    if (found == null) {
      return new Outcome.Failed("its configuration is gone");
    }
    return found.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE
        ? new Outcome.Waits(missing(found))
        : told(found.failure);
  }

  private ComponentConfigurationDTO find(Bundle bundle, String pid, long number) {
    for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs(bundle)) {
      if (List.of(description.configurationPid).contains(pid)) {
        for (ComponentConfigurationDTO one : runtime.getComponentConfigurationDTOs(description)) {
          if (Long.valueOf(number).equals(one.properties.get(PluginKeys.INSTANCE))) {
            return one;
          }
        }
      }
    }
    return null;
  }

  private static String missing(ComponentConfigurationDTO found) {
    List<String> names = new ArrayList<>();
    for (UnsatisfiedReferenceDTO reference : found.unsatisfiedReferences) {
      names.add(reference.target == null ? reference.name : reference.name + reference.target);
    }
    return "waits for " + String.join(", ", names);
  }

  /** Reads a printed stack trace, of which the last cause is the plugin's own exception. */
  static Outcome told(String trace) {
    if (trace == null) {
      return new Outcome.Failed("its constructor gave no instance");
    }
    String last = trace.lines().findFirst().orElse("");
    for (String line : (Iterable<String>) trace.lines()::iterator) {
      last = line.startsWith(CAUSE) ? line.substring(CAUSE.length()) : last;
    }
    return read(last);
  }

  private static Outcome read(String exception) {
    int colon = exception.indexOf(": ");
    String type = colon < 0 ? exception : exception.substring(0, colon);
    String message = colon < 0 ? exception : exception.substring(colon + 2);
    if (type.equals(SkipPlugin.class.getName())) {
      return new Outcome.Skipped(message);
    }
    boolean own = type.startsWith("io.felucca.") || type.endsWith("IllegalArgumentException");
    return new Outcome.Failed(own || type.endsWith("IllegalStateException") ? message : exception);
  }
}
