package io.felucca.registry.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** {@code oci-hook}: runs a command with a container's values in its arguments and environment. */
final class OciHook {
  private OciHook() {}

  static int run(List<String> args, PrintStream out, PrintStream err) {
    boolean dashes = !args.isEmpty() && args.get(0).equals("--");
    List<String> command = dashes ? args.subList(1, args.size()) : args;
    if (!dashes && !command.isEmpty() && List.of("-h", "--help").contains(command.get(0))) {
      out.print(Help.ociHook());
      out.flush();
      return 0;
    }
    if (command.isEmpty()) {
      err.println("feluccad: oci-hook needs a command\n\n" + Help.ociHook());
      return 1;
    }
    try {
      return run(command, System.in);
    } catch (IOException | IllegalArgumentException e) {
      err.println("feluccad: oci-hook: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static int run(List<String> command, InputStream state)
      throws IOException, InterruptedException {
    String json = new String(state.readAllBytes(), StandardCharsets.UTF_8);
    Template template = new Template(HookState.read(json));
    ProcessBuilder child = new ProcessBuilder(command.stream().map(template::render).toList());
    for (Map.Entry<String, String> variable : child.environment().entrySet()) {
      variable.setValue(template.render(variable.getValue()));
    }
    return child.inheritIO().start().waitFor();
  }
}
