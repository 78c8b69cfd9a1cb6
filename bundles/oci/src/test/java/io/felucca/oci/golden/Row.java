package io.felucca.oci.golden;

import io.felucca.oci.option.Command;
import io.felucca.oci.option.Devices;
import io.felucca.oci.spec.SpecOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A call of {@code ctr} and the options that are to give the same.
 *
 * @param before options before those of the image, which it does not override
 * @param after options after those of the image
 */
record Row(
    String name,
    List<String> command,
    List<String> flags,
    String image,
    List<String> args,
    List<SpecOption> before,
    List<SpecOption> after) {

  /** A container that is created and not run. */
  static Row created(String flags) {
    return new Row(
        flags.isEmpty() ? "no flags" : flags,
        List.of("containers", "create"),
        flags.isEmpty() ? List.of() : List.of(flags.split(" ")),
        Images.PLAIN,
        List.of(),
        List.of(Devices.basic()),
        List.of());
  }

  /** A container that is run, which knows more flags. */
  static Row run(String flags) {
    Row created = created(flags);
    return new Row(
        "run " + flags,
        List.of("run", "--null-io"),
        created.flags,
        created.image,
        List.of("true"),
        created.before,
        List.of(Command.args("true")));
  }

  /** The same with arguments. */
  Row args(String... args) {
    return new Row(
            name + " -- " + List.of(args), command, flags, image, List.of(args), before, after)
        .after(Command.args(args));
  }

  /** The same of another image. */
  Row of(String other) {
    return new Row(name + " of " + other, command, flags, other, args, before, after);
  }

  Row before(SpecOption... options) {
    List<SpecOption> all = new ArrayList<>(before);
    all.addAll(List.of(options));
    return new Row(name, command, flags, image, args, all, after);
  }

  Row after(SpecOption... options) {
    List<SpecOption> all = new ArrayList<>(after);
    all.addAll(List.of(options));
    return new Row(name, command, flags, image, args, before, all);
  }

  @Override
  public String toString() {
    return name;
  }
}
