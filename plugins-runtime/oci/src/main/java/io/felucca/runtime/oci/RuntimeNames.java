package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.runc.RuncDefaults;
import io.felucca.runc.RuncSettings;
import io.felucca.wire.runtime.Handler;
import io.felucca.wire.runtime.RuncOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which names are run here, and with which options. */
final class RuntimeNames {
  /** Options of shims in general, of which none mean anything here. */
  private static final String GENERIC = "runtimeoptions.v1.Options";

  private static final List<String> SUPERVISORS = List.of("auto", "reaper", "conmon");

  private final Settings settings;
  private final RuncDefaults defaults;

  RuntimeNames(Settings settings) {
    this.settings = settings;
    this.defaults = new RuncDefaults(settings.binary(), settings.root(), settings.systemdCgroup());
  }

  /** INVALID_ARGUMENT, with the key from the section on, for what cannot be used. */
  void check() {
    settings.handlers().check();
    settings.handlers().all().forEach(this::check);
    if (!settings.root().isAbsolute()) {
      throw Fault.invalid("root must be an absolute path, not \"%s\"", settings.root());
    }
    if (!SUPERVISORS.contains(settings.supervisor())) {
      throw Fault.invalid(
          "supervisor must be one of %s, not \"%s\"", SUPERVISORS, settings.supervisor());
    }
    if (settings.binary().isEmpty()) {
      throw Fault.invalid("binary must be given, such as runc");
    }
  }

  private void check(String name, Handler handler) {
    if (!handler.path().isEmpty()) {
      throw Fault.invalid(
          "handlers.%s.runtime_path: no shims are run here, \"%s\" belongs in"
              + " [plugins.\"io.containerd.runtime.v2.task\".handlers]",
          name, handler.path());
    }
    if (!settings.runtimes().contains(handler.type())) {
      throw Fault.invalid(
          "handlers.%s.runtime_type must be one of runtimes %s, not \"%s\"",
          name, settings.runtimes(), handler.type());
    }
  }

  boolean accept(String runtime) {
    return settings.runtimes().contains(runtime) || settings.handlers().has(runtime);
  }

  /** The handlers, as facts for clients. */
  Map<String, String> facts() {
    Map<String, String> facts = new HashMap<>();
    facts.put("runtimes", String.join(",", settings.runtimes().stream().sorted().toList()));
    if (!settings.handlers().names().isEmpty()) {
      facts.put("handlers", String.join(",", settings.handlers().names()));
    }
    return facts;
  }

  /** The runtime's own name behind a handler's, or behind itself. */
  String type(String runtime) {
    return settings.handlers().program(runtime);
  }

  /**
   * The client's options together with a handler's; null for none.
   *
   * @param given the client's; null for none
   */
  TypedValue options(String runtime, TypedValue given) {
    return settings.handlers().options(runtime, given);
  }

  /**
   * How the OCI runtime of a task is called: what the client says counts most, then the handler,
   * then the configuration.
   *
   * @param given the client's options; null for none
   */
  RuncSettings settings(String namespace, String runtime, TypedValue given) {
    TypedValue options = options(runtime, given);
    boolean some = options != null && options.bytes().length > 0;
    if (some && !options.is(RuncOptions.TYPE) && !options.is(GENERIC)) {
      throw Fault.invalid(
          "options of runtime %s must be %s, not %s", runtime, RuncOptions.TYPE, options.typeUrl());
    }
    return RuncSettings.of(options, defaults).in(namespace);
  }
}
