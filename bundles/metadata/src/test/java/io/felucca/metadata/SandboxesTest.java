package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault.Kind;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.filter.Filter;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.Sandboxes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class SandboxesTest extends WorldTest {
  private static final TypedValue SPEC = new TypedValue("spec", new byte[] {1, 2, 3});
  private static final TypedValue OTHER = new TypedValue("other", new byte[] {-1});

  private Sandboxes sandboxes() {
    return world.metadata.sandboxes();
  }

  static Sandbox sandbox(String id, Map<String, String> labels) {
    return new Sandbox(
        id, "kata", OTHER, SPEC, labels, Map.of("ext", OTHER, "a.b/c", SPEC), "shim", null, null);
  }

  private static Sandbox changed(String id, String runtime) {
    return new Sandbox(
        id, runtime, null, OTHER, Map.of("l", "new"), Map.of("ext", SPEC), "other", null, null);
  }

  private List<String> ids(Scope scope, String... filters) {
    return sandboxes().list(scope, Filter.parse(List.of(filters))).stream()
        .map(Sandbox::id)
        .toList();
  }

  @Test
  public void createdSandboxesAreRead() {
    Instant before = Instant.now();
    Sandbox created = sandboxes().create(ONE, sandbox("s1", Map.of("a", "1", "b", "")));
    assertEquals(Map.of("a", "1"), created.labels());
    assertEquals(created.createdAt(), created.updatedAt());
    assertTrue(!created.createdAt().isBefore(before));
    Sandbox bare =
        sandboxes()
            .create(ONE, new Sandbox("s2", "", null, null, Map.of(), Map.of(), "", before, before));
    reopen();
    assertEquals(created, sandboxes().get(ONE, "s1"));
    assertEquals(bare, sandboxes().get(ONE, "s2"));
  }

  @Test
  public void unknownSandboxesAreNotFound() {
    assertFault(Kind.NOT_FOUND, "bucket \"s\" not found", () -> sandboxes().get(ONE, "s"));
    assertFault(
        Kind.NOT_FOUND, "failed to delete sandbox \"s\"", () -> sandboxes().delete(ONE, "s"));
    assertFault(
        Kind.NOT_FOUND, () -> sandboxes().update(ONE, sandbox("s", Map.of()), FieldPaths.all()));
    assertFault(Kind.FAILED_PRECONDITION, () -> sandboxes().get(Scope.of(""), "s"));
  }

  @Test
  public void idsAreUniqueInTheirNamespace() {
    sandboxes().create(ONE, sandbox("s", Map.of()));
    assertFault(
        Kind.ALREADY_EXISTS,
        "write error: sandbox bucket \"s\" already exists",
        () -> sandboxes().create(ONE, sandbox("s", Map.of())));
    sandboxes().create(TWO, sandbox("s", Map.of()));
    sandboxes().delete(ONE, "s");
    assertEquals(List.of(), ids(ONE));
    assertEquals(List.of("s"), ids(TWO));
  }

  @Test
  public void idsAreIdentifiers() {
    for (String id : List.of("", "a/b", "..", "x".repeat(77))) {
      String message =
          assertFault(Kind.INVALID_ARGUMENT, () -> sandboxes().create(ONE, sandbox(id, Map.of())))
              .getMessage();
      assertTrue(message, message.startsWith("failed to validate sandbox: invalid sandbox ID: "));
    }
  }

  @Test
  public void sandboxesAreListedByIdAndLabels() {
    for (String id : List.of("b", "a", "c")) {
      sandboxes().create(ONE, sandbox(id, id.equals("a") ? Map.of() : Map.of("k.x/y", id)));
    }
    assertEquals(List.of("a", "b", "c"), ids(ONE));
    assertEquals(List.of("b"), ids(ONE, "id==b"));
    assertEquals(List.of("b", "c"), ids(ONE, "labels.\"k.x/y\""));
    assertEquals(List.of("a", "c"), ids(ONE, "id==a", "labels.\"k.x/y\"==c"));
    assertEquals(List.of(), ids(ONE, "runtime==kata"));
  }

  @Test
  public void anUpdateWithoutPathsReplacesWhatMayChange() {
    Sandbox old = sandboxes().create(ONE, sandbox("s", Map.of("a", "1")));
    Sandbox updated = sandboxes().update(ONE, changed("s", "kata"), FieldPaths.all());
    assertEquals(Map.of("l", "new"), updated.labels());
    assertEquals(Map.of("ext", SPEC), updated.extensions());
    assertEquals(OTHER, updated.spec());
    assertNull(updated.runtimeOptions());
    assertEquals("shim", updated.sandboxer());
    assertEquals(old.createdAt(), updated.createdAt());
    assertEquals(updated, sandboxes().get(ONE, "s"));
    assertFault(
        Kind.INVALID_ARGUMENT,
        "sandbox.Runtime.Name field is immutable",
        () -> sandboxes().update(ONE, changed("s", "runc"), FieldPaths.all()));
  }

  @Test
  public void aPathChangesItsFieldOnly() {
    Sandbox old = sandboxes().create(ONE, sandbox("s", Map.of("a", "1", "l", "old")));
    Sandbox given = changed("s", "runc");
    Sandbox labelled = sandboxes().update(ONE, given, FieldPaths.of("labels.l", "labels.a"));
    assertEquals(Map.of("l", "new"), labelled.labels());
    assertEquals(old.extensions(), labelled.extensions());
    Sandbox extended =
        sandboxes().update(ONE, given, FieldPaths.of("extensions.ext", "extensions.a.b/c"));
    assertEquals(Map.of("ext", SPEC), extended.extensions());
    assertEquals(SPEC, extended.spec());
    assertEquals("runc", sandboxes().update(ONE, given, FieldPaths.of("runtime")).runtime());
    assertEquals(OTHER, sandboxes().update(ONE, given, FieldPaths.of("spec")).spec());
    assertFault(
        Kind.INVALID_ARGUMENT,
        "cannot update \"sandboxer\" field on sandbox \"s\"",
        () -> sandboxes().update(ONE, given, FieldPaths.of("sandboxer")));
  }

  @Test
  public void namespacesGoWithTheirSandboxes() {
    sandboxes().create(ONE, sandbox("s", Map.of()));
    world.metadata.namespaces().delete(ONE, "one");
    assertEquals(List.of(), ids(ONE));
  }
}
