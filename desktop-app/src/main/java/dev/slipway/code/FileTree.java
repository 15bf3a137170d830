package dev.slipway.code;

import dev.slipway.model.code.FileChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Changed files in their folders; a folder that holds nothing but one folder is shown as one with it.
/// @param name   `src/main/java` of folders shown as one; a file's name
/// @param path   from the root
/// @param change of a file; empty for a folder
/// @param parts  of a folder: folders first, then files, by name
record FileTree(String name, String path, Optional<FileChange> change, List<FileTree> parts) {
    FileTree {
        parts = List.copyOf(parts);
    }

    static FileTree of(List<FileChange> files) {
        return folder("", "", files, 0);
    }

    /// The files in the order in which the tree shows them.
    static List<FileChange> inOrder(List<FileChange> files) {
        List<FileChange> order = new ArrayList<>();
        of(files).collect(order);
        return order;
    }

    private void collect(List<FileChange> order) {
        change.ifPresent(order::add);
        parts.forEach(part -> part.collect(order));
    }

    /// @param depth characters of the path that lead to this folder
    private static FileTree folder(String name, String path, List<FileChange> files, int depth) {
        Map<String, List<FileChange>> folders = new TreeMap<>();
        List<FileTree> leaves = new ArrayList<>();
        for (FileChange file : files) {
            String rest = file.path().substring(depth);
            int slash = rest.indexOf('/');
            if (slash < 0) {
                leaves.add(new FileTree(rest, file.path(), Optional.of(file), List.of()));
            } else {
                folders.computeIfAbsent(rest.substring(0, slash), _ -> new ArrayList<>())
                        .add(file);
            }
        }
        List<FileTree> parts = new ArrayList<>();
        folders.forEach((inner, inside) -> {
            String below = path.isEmpty() ? inner : path + "/" + inner;
            parts.add(folder(inner, below, inside, below.length() + 1));
        });
        leaves.sort(Comparator.comparing(FileTree::name));
        parts.addAll(leaves);
        boolean only = parts.size() == 1 && parts.getFirst().change().isEmpty() && !name.isEmpty();
        if (only) {
            FileTree inner = parts.getFirst();
            return new FileTree(name + "/" + inner.name(), inner.path(), Optional.empty(), inner.parts());
        }
        return new FileTree(name, path, Optional.empty(), parts);
    }
}
