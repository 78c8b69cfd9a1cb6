package io.felucca.oci.option;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.spec.SpecOption;
import java.util.List;

/** What the process is and how it is started. */
public final class Command {
  private Command() {}

  /** The program and its arguments, in place of those before. */
  public static SpecOption args(String... args) {
    return args(List.of(args));
  }

  /** The program and its arguments, in place of those before. */
  public static SpecOption args(List<String> args) {
    return draft -> {
      Json.set(draft.process(), "args", args);
      draft.process().remove("commandLine");
    };
  }

  /** The working directory, an absolute path in the container. */
  public static SpecOption directory(String path) {
    if (!path.startsWith("/")) {
      throw Fault.invalid("the working directory is an absolute path, not \"%s\"", path);
    }
    return draft -> draft.process().addProperty("cwd", path);
  }

  /** Gives the process a terminal, and tells it that it is an xterm. */
  public static SpecOption terminal() {
    return draft -> {
      draft.process().addProperty("terminal", true);
      Json.array(draft.process(), "env").add("TERM=xterm");
    };
  }

  /** The terminal's size at the start, in characters. */
  public static SpecOption terminalSize(int width, int height) {
    return draft -> {
      JsonObject size = Json.object(draft.process(), "consoleSize");
      size.addProperty("height", height);
      size.addProperty("width", width);
    };
  }
}
