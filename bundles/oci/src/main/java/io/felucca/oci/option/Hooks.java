package io.felucca.oci.option;

import io.felucca.oci.json.Json;
import io.felucca.oci.spec.Hook;
import io.felucca.oci.spec.SpecOption;

/** Programs that the runtime runs at points of the container's life. */
public final class Hooks {
  private Hooks() {}

  /** When a hook runs, and in which namespaces. */
  public enum Stage {
    /** Before the container is created; no more recommended by the specification. */
    PRESTART("prestart"),
    /** While it is created, in the runtime's namespaces. */
    CREATE_RUNTIME("createRuntime"),
    /** While it is created, in the container's namespaces, before its root is changed. */
    CREATE_CONTAINER("createContainer"),
    /** Before its program runs, in the container's namespaces. */
    START_CONTAINER("startContainer"),
    /** After its program was started, in the runtime's namespaces. */
    POSTSTART("poststart"),
    /** After the container was deleted, in the runtime's namespaces. */
    POSTSTOP("poststop");

    private final String text;

    Stage(String text) {
      this.text = text;
    }

    /** As the specification has it. */
    public String text() {
      return text;
    }
  }

  /** Adds a hook behind those of the stage. */
  public static SpecOption add(Stage stage, Hook hook) {
    return draft -> Json.array(Json.object(draft.tree(), "hooks"), stage.text()).add(hook.toJson());
  }
}
