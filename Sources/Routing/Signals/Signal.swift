/// The seven reasons to prefer one backend to another: each a pure function of what it reads, in seconds or as a factor
/// of slowdown. Nil is "unknown", which is neutral: the median of the other candidates stands in for it.
package enum Signal {}
