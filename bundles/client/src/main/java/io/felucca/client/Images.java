package io.felucca.client;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.client.call.Caller;
import io.felucca.oci.image.Platform;
import io.felucca.oci.image.PlatformMatcher;
import io.felucca.wire.convert.DescriptorWire;
import io.felucca.wire.convert.ImageWire;
import io.felucca.wire.convert.Masks;
import io.felucca.wire.images.CreateImageRequest;
import io.felucca.wire.images.DeleteImageRequest;
import io.felucca.wire.images.GetImageRequest;
import io.felucca.wire.images.ImagesGrpc;
import io.felucca.wire.images.ListImagesRequest;
import io.felucca.wire.images.UpdateImageRequest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The images of a namespace.
 *
 * <pre>{@code
 * Image image = workspace.images().load(Path.of("busybox.tar")).get(0);
 * image.unpack("overlayfs");
 * workspace.images().tag(image.name(), "local/mine:1");
 * }</pre>
 */
public final class Images {
  private final Workspace workspace;
  private final Caller caller;

  Images(Workspace workspace) {
    this.workspace = workspace;
    this.caller = workspace.caller();
  }

  /** An image; NOT_FOUND where there is none of this name. */
  public Image get(String name) {
    GetImageRequest request = GetImageRequest.newBuilder().setName(name).build();
    return image(caller.ask(ImagesGrpc::newBlockingStub, stub -> stub.get(request)).getImage());
  }

  /** An image, empty where there is none of this name. */
  public Optional<Image> find(String name) {
    return Faults.find(() -> get(name));
  }

  /** The images that match one of the filters, such as {@code name~=busybox}; all without. */
  public List<Image> list(String... filters) {
    var request = ListImagesRequest.newBuilder().addAllFilters(List.of(filters)).build();
    return caller
        .ask(ImagesGrpc::newBlockingStub, stub -> stub.list(request))
        .getImagesList()
        .stream()
        .map(this::image)
        .toList();
  }

  /** Gives content a name; ALREADY_EXISTS where it is taken. The content is not looked at. */
  public Image create(String name, Descriptor target, Map<String, String> labels) {
    CreateImageRequest request =
        CreateImageRequest.newBuilder().setImage(wire(name, target, labels)).build();
    return image(caller.ask(ImagesGrpc::newBlockingStub, stub -> stub.create(request)).getImage());
  }

  /** Gives content a name, which may be that of other content until now. */
  public Image put(String name, Descriptor target, Map<String, String> labels) {
    try {
      return create(name, target, labels);
    } catch (Fault fault) {
      if (fault.kind() != Fault.Kind.ALREADY_EXISTS) {
        throw fault;
      }
      return update(name, target, labels, FieldPaths.of("target", "labels"));
    }
  }

  /** Gives an image one more name, which may be that of another image until now. */
  public Image tag(String source, String name) {
    Image image = get(source);
    return put(name, image.target(), image.labels());
  }

  /** Sets labels of an image, and removes those of empty value; the others stay. */
  public Image label(String name, Map<String, String> labels) {
    return update(name, null, labels, LabelPaths.of(labels));
  }

  private Image update(
      String name, Descriptor target, Map<String, String> labels, FieldPaths paths) {
    UpdateImageRequest request =
        UpdateImageRequest.newBuilder()
            .setImage(wire(name, target, labels))
            .setUpdateMask(Masks.toWire(paths))
            .build();
    return image(caller.ask(ImagesGrpc::newBlockingStub, stub -> stub.update(request)).getImage());
  }

  /** Removes an image; NOT_FOUND where there is none. Its content becomes garbage in time. */
  public void delete(String name) {
    delete(name, false);
  }

  /**
   * Removes an image.
   *
   * @param sync whether to wait for a garbage collection
   */
  public void delete(String name, boolean sync) {
    DeleteImageRequest request =
        DeleteImageRequest.newBuilder().setName(name).setSync(sync).build();
    caller.work(ImagesGrpc::newBlockingStub, stub -> stub.delete(request));
  }

  /** Loads an archive's images for this machine's platform. */
  public List<Image> load(Path archive) {
    return load(archive, LoadOptions.usual(), Progress.NONE);
  }

  /** Loads an archive's images for this machine's platform. */
  public List<Image> load(Path archive, Progress progress) {
    return load(archive, LoadOptions.usual(), progress);
  }

  /** Loads an archive's images; see {@link #load(InputStream, LoadOptions, Progress)}. */
  public List<Image> load(Path archive, LoadOptions options, Progress progress) {
    try (InputStream in = Files.newInputStream(archive)) {
      return load(in, options, progress);
    } catch (IOException e) {
      throw Faults.of("cannot read " + archive, e);
    }
  }

  /**
   * Loads the images of an archive: an OCI image layout or what {@code docker save} writes, as a
   * tar that may be compressed with gzip. Names that are there already are given to the new images.
   *
   * @throws Fault INVALID_ARGUMENT where it is no such archive, NOT_FOUND where an image of it has
   *     nothing for the platform
   */
  public List<Image> load(InputStream archive, LoadOptions options, Progress progress) {
    try (HeldLease held = workspace.lease()) {
      return new Loading(held.workspace(), options, progress).load(archive);
    } catch (IOException e) {
      throw Faults.of("cannot read an archive", e);
    }
  }

  /**
   * Saves images with their content for this machine's platform to an archive: an OCI image layout,
   * which {@link #load(Path)} and {@code ctr images import} read. An existing file is replaced.
   *
   * @param names of the images; NOT_FOUND where one is not there
   */
  public void save(Path archive, String... names) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive))) {
      save(out, PlatformMatcher.only(Platform.host()), Progress.NONE, names);
    } catch (IOException e) {
      throw Faults.of("cannot write " + archive, e);
    }
  }

  /** Saves images with their content for some platforms; the stream stays open. */
  public void save(
      OutputStream archive, PlatformMatcher platforms, Progress progress, String... names) {
    List<Image> images = Stream.of(names).map(this::get).toList();
    try {
      new Saving(workspace.content(), platforms, progress).save(archive, images);
    } catch (IOException e) {
      throw Faults.of("cannot write an archive", e);
    }
  }

  /** An update that leaves the target alone has an empty one: without any, containerd 2 crashes. */
  private static io.felucca.wire.images.Image wire(
      String name, Descriptor target, Map<String, String> labels) {
    return io.felucca.wire.images.Image.newBuilder()
        .setName(name)
        .putAllLabels(labels)
        .setTarget(
            target == null
                ? io.felucca.wire.types.Descriptor.getDefaultInstance()
                : DescriptorWire.toWire(target))
        .build();
  }

  private Image image(io.felucca.wire.images.Image wire) {
    return new Image(workspace, ImageWire.fromWire(wire));
  }
}
