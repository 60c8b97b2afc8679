//! Who supports whom: the tree of objectives by their parents, and the rings that are no tree.

use crate::model::{Book, ObjectiveIx};

/// The objectives as a tree, or several. Everything beside [`Book::objectives`]; what is left out has neither parent nor
/// children.
#[derive(Debug, PartialEq)]
pub struct Tree {
    /// Those without a parent in the tree, by id. Of a ring its smallest id is a root, so that the map shows all of it.
    pub roots: Vec<ObjectiveIx>,
    /// The children of each, by id. The link that closes a ring is left out.
    pub children: Vec<Vec<ObjectiveIx>>,
    /// The parent of each. The link that closes a ring is left out.
    pub parent: Vec<Option<ObjectiveIx>>,
    /// How many steps each lies below its root.
    pub depth: Vec<usize>,
    /// How many objectives hang below each, on all levels.
    pub below: Vec<usize>,
    /// Every ring of parents once, beginning with its smallest id and going on from child to parent. One that names
    /// itself is a ring of one.
    pub rings: Vec<Vec<ObjectiveIx>>,
    /// Roots and then what is below them, depth first, children by id: the order of the map.
    order: Vec<ObjectiveIx>,
}

/// The tree of the objectives that `includes` lets in. A parent that is left out, broken or unknown makes its children
/// roots.
pub fn tree(book: &Book, includes: impl Fn(ObjectiveIx) -> bool) -> Tree {
    let included: Vec<bool> = (0..book.objectives.len())
        .map(ObjectiveIx)
        .map(includes)
        .collect();
    let count = included.len();
    let is_in = |ix: &ObjectiveIx| included.get(ix.0).copied().unwrap_or(false);
    let mut parent: Vec<Option<ObjectiveIx>> = book
        .objectives
        .iter()
        .enumerate()
        .map(|(place, objective)| {
            let parent = objective.parent.as_ref()?.objective()?;
            (included[place] && is_in(&parent)).then_some(parent)
        })
        .collect();
    let rings = rings(&parent);
    for ring in &rings {
        parent[ring[0].0] = None;
    }
    let mut children = vec![Vec::new(); count];
    for (place, parent) in parent.iter().enumerate() {
        if let Some(parent) = parent {
            children[parent.0].push(ObjectiveIx(place));
        }
    }
    let all = || (0..count).map(ObjectiveIx);
    let roots: Vec<ObjectiveIx> = all().filter(|ix| is_in(ix) && parent[ix.0].is_none()).collect();
    let mut depth = vec![0; count];
    let mut order = Vec::with_capacity(count);
    let mut open: Vec<ObjectiveIx> = roots.iter().rev().copied().collect();
    while let Some(ix) = open.pop() {
        order.push(ix);
        for child in children[ix.0].iter().rev() {
            depth[child.0] = depth[ix.0] + 1;
            open.push(*child);
        }
    }
    let mut below = vec![0; count];
    for ix in order.iter().rev() {
        if let Some(parent) = parent[ix.0] {
            below[parent.0] += below[ix.0] + 1;
        }
    }
    Tree {
        roots,
        children,
        parent,
        depth,
        below,
        rings,
        order,
    }
}

impl Tree {
    /// Everything in the tree, a root and what is below it before the next root: parents before children, children by id.
    pub fn walk(&self) -> impl Iterator<Item = ObjectiveIx> {
        self.order.iter().copied()
    }

    /// A node and everything below it, in the order of [`Tree::walk`].
    pub fn branch(&self, ix: ObjectiveIx) -> impl Iterator<Item = ObjectiveIx> {
        let mut open = vec![ix];
        std::iter::from_fn(move || {
            let next = open.pop()?;
            open.extend(self.children.get(next.0).into_iter().flatten().rev());
            Some(next)
        })
    }

    /// Its parent, the parent of that, up to the root.
    pub fn ancestors(&self, ix: ObjectiveIx) -> impl Iterator<Item = ObjectiveIx> {
        let parent = |ix: &ObjectiveIx| self.parent.get(ix.0).copied().flatten();
        std::iter::successors(parent(&ix), parent)
    }
}

/// Where following the parents leads back to where it began.
fn rings(parent: &[Option<ObjectiveIx>]) -> Vec<Vec<ObjectiveIx>> {
    // On which walk each was first met; nobody has two parents, so that a walk that meets itself has found a ring.
    let mut met: Vec<Option<usize>> = vec![None; parent.len()];
    let mut rings = Vec::new();
    for start in 0..parent.len() {
        let mut at = Some(ObjectiveIx(start));
        while let Some(ix) = at
            && met[ix.0].is_none()
        {
            met[ix.0] = Some(start);
            at = parent[ix.0];
        }
        if let Some(closing) = at
            && met[closing.0] == Some(start)
        {
            rings.push(ring_of(closing, parent));
        }
    }
    rings.sort_unstable();
    rings
}

/// The ring through `member`, from its smallest id.
fn ring_of(member: ObjectiveIx, parent: &[Option<ObjectiveIx>]) -> Vec<ObjectiveIx> {
    let next = |ix: &ObjectiveIx| parent[ix.0].filter(|next| *next != member);
    let mut ring: Vec<ObjectiveIx> = std::iter::successors(Some(member), next).collect();
    let smallest = (0..ring.len()).min_by_key(|place| ring[*place]).unwrap_or(0);
    ring.rotate_left(smallest);
    ring
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::history::fixture::{Sketch, book, objective, quarter};

    /// `child < parent`, or a name alone.
    fn aligned(links: &[&str]) -> Book {
        let sketch = |link: &&str| match link.split_once(" < ") {
            Some((child, parent)) => objective(child).parent(parent),
            None => objective(link),
        };
        book(quarter(), links.iter().map(sketch))
    }

    fn names(book: &Book, list: impl IntoIterator<Item = ObjectiveIx>) -> String {
        list.into_iter()
            .map(|ix| book[ix].id.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn children_stand_below_their_parents() {
        let book = aligned(&["b < a", "a", "c < b", "d < a", "e", "f < nowhere"]);
        let tree = tree(&book, |_| true);
        assert_eq!(names(&book, tree.roots.clone()), "a e f");
        assert_eq!(names(&book, tree.walk()), "a b c d e f");
        assert_eq!(names(&book, tree.children[0].clone()), "b d");
        assert_eq!(names(&book, tree.branch(ObjectiveIx(1))), "b c");
        assert_eq!(names(&book, tree.ancestors(ObjectiveIx(2))), "b a");
        assert_eq!(tree.depth, [0, 1, 2, 1, 0, 0]);
        assert_eq!(tree.below, [3, 1, 0, 0, 0, 0]);
        assert!(tree.rings.is_empty());
    }

    #[test]
    fn what_is_left_out_makes_its_children_roots() {
        let book = aligned(&["a", "b < a", "c < b"]);
        let tree = tree(&book, |ix| book[ix].id != "b");
        assert_eq!(names(&book, tree.roots.clone()), "a c");
        assert_eq!(names(&book, tree.walk()), "a c");
    }

    #[test]
    fn a_ring_is_listed_once_from_its_smallest_id() {
        let check = |links: &[&str], expected: &[&str], walk: &str| {
            let book = aligned(links);
            let tree = tree(&book, |_| true);
            let rings: Vec<String> = tree
                .rings
                .iter()
                .map(|ring| names(&book, ring.iter().copied()))
                .collect();
            assert_eq!(rings, expected, "{links:?}");
            assert_eq!(names(&book, tree.walk()), walk, "{links:?}");
        };
        check(&["a < a"], &["a"], "a");
        check(&["a < b", "b < a"], &["a b"], "a b");
        check(&["a < c", "b < a", "c < b"], &["a c b"], "a b c");
        check(
            &["x < b", "b < c", "c < b", "y < y", "a"],
            &["b c", "y"],
            "a b c x y",
        );
    }

    #[test]
    fn ten_thousand_in_a_chain_or_a_ring_are_walked() {
        let link = |place: usize| {
            objective(&format!("o{place:05}")).parent(&format!("o{:05}", (place + 1) % 10_000))
        };
        let ring = book(quarter(), (0..10_000).map(link));
        let of_ring = tree(&ring, |_| true);
        assert_eq!(
            (
                of_ring.rings.len(),
                of_ring.rings[0].len(),
                of_ring.walk().count()
            ),
            (1, 10_000, 10_000)
        );
        let chain = book(
            quarter(),
            (0..10_000)
                .map(link)
                .chain([objective("o10000")])
                .map(|Sketch(mut it)| {
                    if it.id == "o09999" {
                        it.parent = None;
                    }
                    Sketch(it)
                }),
        );
        let of_chain = tree(&chain, |_| true);
        assert_eq!((of_chain.depth[0], of_chain.below[9_999]), (9_999, 9_999));
        assert_eq!(of_chain.ancestors(ObjectiveIx(0)).count(), 9_999);
    }

    proptest! {
        #[test]
        fn everything_is_walked_once_and_every_walk_ends(parents in prop::collection::vec(0usize..40, 1..30)) {
            let sketch = |(place, parent): (usize, &usize)| {
                let sketch = objective(&format!("o{place:02}"));
                if *parent < parents.len() { sketch.parent(&format!("o{parent:02}")) } else { sketch }
            };
            let book = book(quarter(), parents.iter().enumerate().map(sketch));
            let tree = tree(&book, |_| true);
            let mut walked: Vec<_> = tree.walk().collect();
            walked.sort_unstable();
            prop_assert!(walked.iter().copied().eq((0..parents.len()).map(ObjectiveIx)));
            for ix in tree.walk() {
                prop_assert_eq!(tree.ancestors(ix).count(), tree.depth[ix.0]);
                prop_assert_eq!(tree.branch(ix).count(), tree.below[ix.0] + 1);
            }
            for ring in &tree.rings {
                prop_assert_eq!(ring.iter().min(), ring.first());
                for (place, ix) in ring.iter().enumerate() {
                    prop_assert_eq!(parents[ix.0], ring[(place + 1) % ring.len()].0);
                }
            }
        }
    }
}
