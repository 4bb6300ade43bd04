package dev.kiln.processor.frontend.type;

import com.sun.source.tree.Tree;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.report.Site;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.processor.model.library.LibraryRecords;
import dev.kiln.processor.model.source.SourceAccess;
import dev.kiln.processor.model.type.RecordRules;
import java.util.List;
import javax.lang.model.element.TypeElement;

/** Tells which records only store their components. */
public final class PlainRecords {
  /** The package of the records that methods of tensors return, which only store. */
  private static final String RESULTS = "dev.kiln.tensor";

  private final SourceAccess sources;
  private final List<NestedModel> nested;

  /**
   * The records that one model may use.
   *
   * @param nested models in it, which tell of records of their libraries
   */
  public PlainRecords(SourceAccess sources, List<NestedModel> nested) {
    this.sources = sources;
    this.nested = nested;
  }

  /** Refuses a record whose constructor may do more than store the components. */
  public void require(TypeElement record, Tree tree, Site site) {
    if (!isKnown(record)) {
      throw site.refuse(tree, Code.RECORD_UNSEEN, record.getSimpleName());
    }
    RecordRules.customCode(record, sources.trees())
        .ifPresent(
            custom -> {
              throw site.refuse(tree, Code.RECORD_CUSTOM, record.getSimpleName(), custom);
            });
  }

  /** Whether it is known what the constructor of a record does. */
  private boolean isKnown(TypeElement record) {
    return sources.hasSource(record)
        || sources.elements().getPackageOf(record).getQualifiedName().contentEquals(RESULTS)
        || new LibraryRecords(sources.elements(), nested).isPlain(record);
  }
}
