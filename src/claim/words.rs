//! Words found at the start of a text, character by character, so that a long list costs no more than a short one.

/// Words with what each means.
#[derive(Debug, Clone)]
pub(super) struct Words<T> {
    /// The first stands for the empty beginning.
    nodes: Vec<Node<T>>,
}

/// A beginning that words have in common.
#[derive(Debug, Clone)]
struct Node<T> {
    /// The characters that may follow, in order, with the beginnings that they make.
    next: Vec<(char, usize)>,
    /// What it means, where it is a whole word.
    word: Option<T>,
}

impl<T> Default for Words<T> {
    fn default() -> Words<T> {
        Words {
            nodes: vec![Node::empty()],
        }
    }
}

impl<T> Node<T> {
    fn empty() -> Node<T> {
        Node {
            next: Vec::new(),
            word: None,
        }
    }

    fn follow(&self, c: char) -> Option<usize> {
        let at = self.next.binary_search_by_key(&c, |(c, _)| *c).ok()?;
        self.next.get(at).map(|(_, node)| *node)
    }
}

impl<T> Words<T> {
    /// What a word means, to be given where it is new; nothing for the empty word.
    pub fn entry(&mut self, word: impl IntoIterator<Item = char>) -> Option<&mut Option<T>> {
        let mut at = 0;
        for c in word {
            let new = self.nodes.len();
            let next = &mut self.nodes.get_mut(at)?.next;
            at = match next.binary_search_by_key(&c, |(c, _)| *c) {
                Ok(known) => next.get(known)?.1,
                Err(place) => {
                    next.insert(place, (c, new));
                    self.nodes.push(Node::empty());
                    new
                }
            };
        }
        let node = self.nodes.get_mut(at).filter(|_| at > 0);
        node.map(|node| &mut node.word)
    }

    /// Every word that a text begins with, the shortest first: what it means and how many characters it has.
    pub fn starts<'w, 't>(
        &'w self,
        text: &'t [char],
    ) -> impl Iterator<Item = (&'w T, usize)> + use<'w, 't, T> {
        let mut node = self.nodes.first();
        let beginnings = text.iter().enumerate().map_while(move |(at, c)| {
            let next = node.and_then(|node| self.nodes.get(node.follow(*c)?));
            node = next;
            next.map(|node| (node.word.as_ref(), at + 1))
        });
        beginnings.filter_map(|(word, length)| Some((word?, length)))
    }

    /// The longest word that a text begins with.
    pub fn longest<'w>(&'w self, text: &[char]) -> Option<(&'w T, usize)> {
        self.starts(text).last()
    }
}
