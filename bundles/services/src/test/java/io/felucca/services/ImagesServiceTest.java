package io.felucca.services;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import io.felucca.api.Digest;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Scope;
import io.felucca.wire.images.CreateImageRequest;
import io.felucca.wire.images.DeleteImageRequest;
import io.felucca.wire.images.GetImageRequest;
import io.felucca.wire.images.Image;
import io.felucca.wire.images.ImagesGrpc;
import io.felucca.wire.images.ImagesGrpc.ImagesBlockingStub;
import io.felucca.wire.images.ListImagesRequest;
import io.felucca.wire.images.UpdateImageRequest;
import io.felucca.wire.types.Descriptor;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class ImagesServiceTest {
  private static final Digest BLOB = Digest.of("content".getBytes());

  @Rule public final Daemon daemon = new Daemon();
  private ImagesBlockingStub images;

  @Before
  public void connect() {
    images = ImagesGrpc.newBlockingStub(daemon.channel());
  }

  @Test
  public void imagesAreListedInOrderOfNamesAndFiltered() {
    create(image("b").build());
    create(image("a").putLabels("k", "v").build());
    assertEquals(List.of("a", "b"), names());
    assertEquals(List.of("a"), names("labels.k==v"));
    assertEquals(List.of("b"), names("name~=^b"));
  }

  @Test
  public void aNameIsRequired() {
    assertEquals(
        "Image.Name required",
        Faults.expect(Kind.INVALID_ARGUMENT, () -> create(image("").build())));
  }

  @Test
  public void aTakenNameIsRefused() {
    create(image("a").build());
    Faults.expect(Kind.ALREADY_EXISTS, () -> create(image("a").build()));
  }

  @Test
  public void bothTimesAreTheSourceDateEpochWhereOneIsGiven() {
    Timestamp epoch = Timestamp.newBuilder().setSeconds(1_000).build();
    Image made =
        images
            .create(
                CreateImageRequest.newBuilder()
                    .setImage(image("a"))
                    .setSourceDateEpoch(epoch)
                    .build())
            .getImage();
    assertEquals(epoch, made.getCreatedAt());
    assertEquals(epoch, made.getUpdatedAt());
  }

  @Test
  public void aMaskChangesOnlyWhatItNames() {
    create(image("a").putLabels("old", "1").build());
    Image updated =
        images
            .update(
                UpdateImageRequest.newBuilder()
                    .setImage(image("a").putLabels("new", "2").clearTarget().setTarget(target("x")))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("labels.new"))
                    .build())
            .getImage();
    assertEquals(Map.of("old", "1", "new", "2"), updated.getLabelsMap());
    assertEquals(BLOB.toString(), updated.getTarget().getDigest());
  }

  @Test
  public void deletionForAnotherTargetFindsNothing() {
    create(image("a").build());
    DeleteImageRequest.Builder request = DeleteImageRequest.newBuilder().setName("a");
    Faults.expect(Kind.NOT_FOUND, () -> images.delete(request.setTarget(target("other")).build()));
    images.delete(request.setTarget(image("a").getTarget()).build());
    assertTrue(names().isEmpty());
  }

  @Test
  public void aSynchronousDeletionReturnsWhenTheContentIsGone() {
    Scope scope = Scope.of(Daemon.NAMESPACE);
    Upload upload = new Upload(daemon.channel());
    upload.ask(Upload.write("r", 0, "content".getBytes()));
    upload.ask(Upload.commit("r", 7));
    create(image("a").build());
    daemon.metadata().content().info(scope, BLOB);
    images.delete(DeleteImageRequest.newBuilder().setName("a").setSync(true).build());
    Faults.expect(Kind.NOT_FOUND, () -> daemon.metadata().content().info(scope, BLOB));
  }

  @Test
  public void anAbsentImageIsNotFoundByItsName() {
    String message =
        Faults.expect(
            Kind.NOT_FOUND, () -> images.get(GetImageRequest.newBuilder().setName("a").build()));
    assertTrue(message, message.contains("\"a\""));
  }

  private void create(Image image) {
    images.create(CreateImageRequest.newBuilder().setImage(image).build());
  }

  private List<String> names(String... filters) {
    return images
        .list(ListImagesRequest.newBuilder().addAllFilters(List.of(filters)).build())
        .getImagesList()
        .stream()
        .map(Image::getName)
        .toList();
  }

  private static Image.Builder image(String name) {
    return Image.newBuilder().setName(name).setTarget(target("content"));
  }

  private static Descriptor target(String content) {
    return Descriptor.newBuilder()
        .setMediaType("application/vnd.oci.image.manifest.v1+json")
        .setDigest(Digest.of(content.getBytes()).toString())
        .setSize(7)
        .build();
  }
}
