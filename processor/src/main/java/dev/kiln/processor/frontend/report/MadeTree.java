package dev.kiln.processor.frontend.report;

import com.sun.source.tree.Tree;

/** A tree that is in no file: code that another tree means. */
public interface MadeTree extends Tree {
  /** The tree in the file. */
  Tree origin();

  /** The tree in the file that a tree is, or was made from. */
  static Tree written(Tree tree) {
    Tree written = tree;
    while (written instanceof MadeTree made) {
      written = made.origin();
    }
    return written;
  }
}
