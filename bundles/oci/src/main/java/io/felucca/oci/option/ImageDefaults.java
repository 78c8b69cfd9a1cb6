package io.felucca.oci.option;

import com.google.gson.JsonObject;
import io.felucca.oci.image.Execution;
import io.felucca.oci.image.ImageConfig;
import io.felucca.oci.json.Json;
import io.felucca.oci.spec.SpecDraft;
import io.felucca.oci.spec.SpecOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What an image says about its containers: environment, program, working directory, user and
 * groups.
 *
 * <p>Variables that are set already stay; the rest is replaced. The user's groups are looked up in
 * the container's root file system, also where the image names no user.
 */
public final class ImageDefaults {
  private static final List<String> PATH =
      List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

  private ImageDefaults() {}

  /** With the image's own arguments. */
  public static SpecOption of(ImageConfig image) {
    return of(image, List.of());
  }

  /**
   * With other arguments for the image's entry point.
   *
   * @param args in place of the image's; empty for those
   */
  public static SpecOption of(ImageConfig image, List<String> args) {
    return draft -> apply(draft, image.execution(), args);
  }

  private static void apply(SpecDraft draft, Execution image, List<String> args) {
    JsonObject process = draft.process();
    List<String> defaults = image.env().isEmpty() ? PATH : image.env();
    Json.set(process, "env", Environment.merged(defaults, Json.texts(process, "env")));
    List<String> all = new ArrayList<>(image.entrypoint());
    all.addAll(args.isEmpty() ? image.cmd() : args);
    Json.set(process, "args", all);
    process.addProperty("cwd", image.workingDir().isEmpty() ? "/" : image.workingDir());
    user(image.user()).apply(draft);
  }

  private static SpecOption user(String user) {
    if (user.isEmpty()) {
      return Users.groupsOf("root");
    }
    return draft -> {
      Users.user(user).apply(draft);
      Users.groupsOf(Long.toString(Json.number(draft.user(), "uid").orElse(0L))).apply(draft);
    };
  }
}
