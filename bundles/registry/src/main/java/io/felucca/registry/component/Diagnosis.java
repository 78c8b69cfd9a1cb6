package io.felucca.registry.component;

import io.felucca.api.plugin.PluginKeys;
import io.felucca.api.plugin.SkipPlugin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
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
      return new Outcome.Waits("its bundle " + bundle + " is not started", List.of());
    }
    Found found = find(bundle, pid, number);
    if (found == null) {
      return null;
    }
    return switch (found.instance().state) {
      // it also has this state for a moment while it is made: then nothing is missing
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
          found.instance().unsatisfiedReferences.length == 0 ? null : found.missing();
      case ComponentConfigurationDTO.FAILED_ACTIVATION ->
          found.instance().failure == null ? null : told(found.instance().failure);
      case ComponentConfigurationDTO.ACTIVE ->
          found.instance().service == null ? new Outcome.Up(new Object()) : null;
      default -> null;
    };
  }

  /** Why the service of an instance gave no object; null where it may still give one. */
  Outcome withoutObject(Bundle bundle, String pid, long number) {
    Found found = find(bundle, pid, number);
    if (found == null || found.instance().state == ComponentConfigurationDTO.ACTIVE) {
      return null;
    }
    if (found.instance().unsatisfiedReferences.length > 0) {
      return found.missing();
    }
    return found.instance().failure == null ? null : told(found.instance().failure);
  }

  /** An instance and the component that it is of. */
  private record Found(ComponentDescriptionDTO component, ComponentConfigurationDTO instance) {
    Outcome missing() {
      List<Missing> missing = new ArrayList<>();
      for (UnsatisfiedReferenceDTO reference : instance.unsatisfiedReferences) {
        String target = reference.target == null ? "" : reference.target;
        missing.add(new Missing(interfaceOf(reference.name), target));
      }
      return new Outcome.Waits("waits for " + missing, missing);
    }

    private String interfaceOf(String reference) {
      for (ReferenceDTO one : component.references) {
        if (one.name.equals(reference)) {
          return one.interfaceName;
        }
      }
      return reference;
    }
  }

  private Found find(Bundle bundle, String pid, long number) {
    for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
      if (List.of(component.configurationPid).contains(pid)) {
        for (ComponentConfigurationDTO one : runtime.getComponentConfigurationDTOs(component)) {
          if (Long.valueOf(number).equals(one.properties.get(PluginKeys.INSTANCE))) {
            return new Found(component, one);
          }
        }
      }
    }
    return null;
  }

  /** The {@code configurationPid} of every component that offers a service, there or not. */
  Set<String> offering(String service) {
    Set<String> pids = new HashSet<>();
    for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
      if (List.of(component.serviceInterfaces).contains(service)) {
        pids.addAll(List.of(component.configurationPid));
      }
    }
    return pids;
  }

  /** Reads a printed stack trace, of which the last cause is the plugin's own exception. */
  static Outcome told(String trace) {
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
