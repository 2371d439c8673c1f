//! Makes an [`El`] a view like any other, so that Leptos can mount it.
//!
//! The box is drawn in browsers only: the ways of a server renderer are not taken.
use leptos::tachys::{
    html::attribute::{Attribute, any_attribute::AnyAttribute},
    hydration::Cursor,
    renderer::types::{Element, Node},
    view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr},
};

use super::El;

impl Mountable for El {
    fn unmount(&mut self) {
        self.0.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        // What stands there already must not move: `early.rs` says why.
        if self.0.parent_node().as_ref() == Some(parent) {
            return;
        }
        // A root that refuses children shows no box; there is nobody to tell.
        let _refused = parent.insert_before(&self.0, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.parent_element().is_some_and(|parent| {
            child.mount(&parent, Some(&self.0));
            true
        })
    }

    fn elements(&self) -> Vec<Element> {
        vec![Element::clone(&self.0)]
    }
}

impl Render for El {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        state.insert_before_this(&mut self.clone());
        state.unmount();
        *state = self;
    }
}

impl AddAnyAttr for El {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _attribute: A) -> Self {
        self
    }
}

impl RenderHtml for El {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _: &mut String,
        _: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self {
        self
    }

    fn into_owned(self) -> Self {
        self
    }
}
