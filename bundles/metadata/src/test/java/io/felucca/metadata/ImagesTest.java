package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault.Kind;
import io.felucca.api.FieldPaths;
import io.felucca.api.filter.Filter;
import io.felucca.api.image.Image;
import io.felucca.api.image.Images;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ImagesTest extends WorldTest {
  private static final Digest OLD = digest("old");
  private static final Digest NEW = digest("new");

  private Images images() {
    return world.metadata.images();
  }

  private static List<String> names(List<Image> images) {
    return images.stream().map(Image::name).toList();
  }

  @Test
  public void createdImagesAreRead() {
    Instant before = Instant.now();
    Image created = tag(ONE, "busybox:latest", OLD, Map.of("a", "1", "empty", ""));
    assertEquals(Map.of("a", "1"), created.labels());
    assertEquals(created.createdAt(), created.updatedAt());
    assertTrue(!created.createdAt().isBefore(before));
    assertEquals(created, images().get(ONE, "busybox:latest"));
    reopen();
    assertEquals(created, images().get(ONE, "busybox:latest"));
  }

  @Test
  public void namespacesDoNotSeeOneAnother() {
    tag(ONE, "a", OLD, Map.of());
    assertFault(Kind.NOT_FOUND, "image \"a\"", () -> images().get(TWO, "a"));
    assertEquals(List.of(), images().list(TWO, Filter.ALL));
    tag(TWO, "a", NEW, Map.of());
    assertEquals(OLD, images().get(ONE, "a").target().digest());
  }

  @Test
  public void aNamespaceIsRequired() {
    assertFault(
        Kind.FAILED_PRECONDITION,
        "namespace is required",
        () -> images().list(io.felucca.api.Scope.daemon(), Filter.ALL));
    assertFault(
        Kind.INVALID_ARGUMENT,
        () -> images().list(io.felucca.api.Scope.of("no/identifier"), Filter.ALL));
  }

  @Test
  public void imagesAreListedInOrderOfNamesAndFiltered() {
    for (String name : List.of("b", "a", "Z", "é", "a/b", "a:1")) {
      tag(ONE, name, OLD, Map.of("length", "" + name.length()));
    }
    assertEquals(List.of("Z", "a", "a/b", "a:1", "b", "é"), names(images().list(ONE, Filter.ALL)));
    assertEquals(
        List.of("a/b", "a:1"),
        names(images().list(ONE, Filter.parse(List.of("labels.length==3")))));
    assertEquals(
        List.of("a/b"), names(images().list(ONE, Filter.parse(List.of("name~=/b$/,name!=b")))));
  }

  @Test
  public void takenNamesAreRefused() {
    tag(ONE, "a", OLD, Map.of());
    assertFault(Kind.ALREADY_EXISTS, "image \"a\"", () -> tag(ONE, "a", NEW, Map.of()));
  }

  @Test
  public void malformedImagesAreRefused() {
    Descriptor target = Descriptor.of("m", OLD, 1);
    assertInvalid("image name must not be empty", "", target);
    assertInvalid("target.Size must be greater than zero", "a", Descriptor.of("m", OLD, 0));
    assertInvalid("target.MediaType must be set", "a", Descriptor.of("", OLD, 1));
    assertInvalid(
        "target.Digest \"\" invalid: invalid checksum digest format",
        "a",
        Descriptor.of("m", null, 1));
    assertFault(
        Kind.INVALID_ARGUMENT,
        "image.Labels: label key and value length (5001 bytes) greater than maximum size (4096"
            + " bytes), key: k",
        () -> tag(ONE, "a", OLD, Map.of("k", "v".repeat(5000))));
    assertEquals(List.of(), images().list(ONE, Filter.ALL));
  }

  private void assertInvalid(String message, String name, Descriptor target) {
    Image image = new Image(name, Map.of(), target, Instant.EPOCH, Instant.EPOCH);
    assertFault(Kind.INVALID_ARGUMENT, message, () -> images().create(ONE, image, null));
  }

  @Test
  public void namesMayBeLongButNotEndless() {
    String name = "n".repeat(32_768);
    tag(ONE, name, OLD, Map.of());
    assertEquals(name, images().get(ONE, name).name());
    assertFault(Kind.NOT_FOUND, () -> images().get(ONE, name + "n"));
    assertFault(Kind.INVALID_ARGUMENT, () -> tag(ONE, name + "n", OLD, Map.of()));
  }

  @Test
  public void updatesWithoutPathsReplaceWhatMayChange() {
    Image created = tag(ONE, "a", OLD, Map.of("a", "1"));
    Image updated = images().update(ONE, image("a", NEW, Map.of("b", "2")), FieldPaths.all(), null);
    assertEquals(Map.of("b", "2"), updated.labels());
    assertEquals(NEW, updated.target().digest());
    assertEquals(created.createdAt(), updated.createdAt());
    assertTrue(updated.updatedAt().isAfter(created.updatedAt()));
    assertEquals(updated, images().get(ONE, "a"));
  }

  @Test
  public void updatesWithPathsChangeThese() {
    tag(ONE, "a", OLD, Map.of("a", "1", "b", "2"));
    Image labels =
        images()
            .update(
                ONE,
                image("a", NEW, Map.of("a", "x", "c", "3")),
                FieldPaths.of("labels.a", "labels.b"),
                null);
    assertEquals(Map.of("a", "x"), labels.labels());
    assertEquals(OLD, labels.target().digest());
    Image target = images().update(ONE, image("a", NEW, Map.of()), FieldPaths.of("target"), null);
    assertEquals(NEW, target.target().digest());
    assertEquals(Map.of("a", "x"), target.labels());
  }

  @Test
  public void annotationsOfTheTargetAreUpdatedByKey() {
    Descriptor noted = new Descriptor("m", OLD, 1, Map.of("x", "1", "y.z/q", "2"));
    Image image = new Image("a", Map.of(), noted, Instant.EPOCH, Instant.EPOCH);
    images().create(ONE, image, null);
    Descriptor given = new Descriptor("m", NEW, 1, Map.of("y.z/q", "3"));
    Image wanted = new Image("a", Map.of(), given, Instant.EPOCH, Instant.EPOCH);
    Image updated =
        images().update(ONE, wanted, FieldPaths.of("annotations.y.z/q", "annotations.x"), null);
    assertEquals(Map.of("y.z/q", "3"), updated.target().annotations());
    assertEquals(OLD, updated.target().digest());
  }

  @Test
  public void otherPathsAreRefused() {
    tag(ONE, "a", OLD, Map.of());
    assertFault(
        Kind.INVALID_ARGUMENT,
        "cannot update \"name\" field on image \"a\"",
        () -> images().update(ONE, image("a", NEW, Map.of()), FieldPaths.of("name"), null));
    assertFault(
        Kind.NOT_FOUND,
        "image \"b\"",
        () -> images().update(ONE, image("b", NEW, Map.of()), FieldPaths.all(), null));
    assertFault(
        Kind.INVALID_ARGUMENT,
        "image name is required for update",
        () -> images().update(ONE, image("", NEW, Map.of()), FieldPaths.all(), null));
  }

  @Test
  public void givenTimesAreKept() {
    Instant epoch = Instant.ofEpochSecond(1_700_000_000, 5);
    Image created = images().create(ONE, image("a", OLD, Map.of()), epoch);
    assertEquals(epoch, created.createdAt());
    assertEquals(epoch, images().get(ONE, "a").updatedAt());
    Instant before1970 = Instant.parse("1969-07-20T20:17:40.5Z");
    images().update(ONE, image("a", NEW, Map.of()), FieldPaths.all(), before1970);
    assertEquals(before1970, images().get(ONE, "a").updatedAt());
    assertEquals(epoch, images().get(ONE, "a").createdAt());
  }

  @Test
  public void deletionMayInsistOnATarget() {
    tag(ONE, "a", OLD, Map.of());
    assertFault(
        Kind.NOT_FOUND,
        "image \"a\" has target " + OLD + ", not " + NEW,
        () -> images().delete(ONE, "a", Descriptor.of("m", NEW, 1)));
    images().delete(ONE, "a", Descriptor.of("m", OLD, 1));
    assertFault(Kind.NOT_FOUND, "image \"a\"", () -> images().delete(ONE, "a", null));
  }

  @Test
  public void changesArePublishedInTheirNamespace() throws Exception {
    tag(ONE, "a", OLD, Map.of("k", "v"));
    images().update(ONE, image("a", NEW, Map.of()), FieldPaths.of("target"), null);
    images().delete(ONE, "a", null);
    assertEquals(
        List.of(
            "one /images/create ImageCreate[name=a, labels={k=v}]",
            "one /images/update ImageUpdate[name=a, labels={k=v}]",
            "one /images/delete ImageDelete[name=a]"),
        world.events(3));
  }

  @Test
  public void refusedChangesAreNotPublished() throws Exception {
    assertFault(Kind.NOT_FOUND, () -> images().delete(ONE, "nothing", null));
    tag(ONE, "a", OLD, Map.of());
    assertFault(Kind.ALREADY_EXISTS, () -> tag(ONE, "a", OLD, Map.of()));
    images().delete(ONE, "a", null);
    assertEquals(2, world.events(2).size());
    assertEquals(List.of(), eventsLeft());
  }

  @Test
  public void expiringImagesAreLeased() {
    world.metadata.leases().create(ONE, "l", Map.of());
    var leased = ONE.withLease("l");
    tag(leased, "eternal", OLD, Map.of());
    tag(leased, "passing", OLD, Map.of("containerd.io/gc.expire", "2035-01-01T00:00:00Z"));
    assertEquals(
        "[LeaseResource[type=images, id=passing]]",
        world.metadata.leases().resources(ONE, "l").toString());
    assertFault(
        Kind.NOT_FOUND,
        "lease does not exist",
        () ->
            tag(
                ONE.withLease("none"),
                "other",
                OLD,
                Map.of("containerd.io/gc.expire", "2035-01-01T00:00:00Z")));
    assertFault(Kind.NOT_FOUND, () -> images().get(ONE, "other"));
  }
}
