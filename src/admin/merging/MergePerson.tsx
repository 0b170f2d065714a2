export function MergePerson() { return null }
