//! hours
/// s
pub struct Schedule;
impl Schedule {
    /// p
    pub fn parse(_t: &str) -> Option<Self> {
        None
    }
    /// p
    pub fn of_parts(_d: &str, _t: &str) -> Option<Self> {
        None
    }
}
