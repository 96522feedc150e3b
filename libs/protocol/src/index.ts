export { compareCodePoints, isWireName, toCamelName, toPascalName, toWireName } from './names.js';

export { constraintTexts } from './forms/constraint-texts.js';
export {
  choiceText,
  dateText,
  listText,
  numberText,
  fileKindText,
  fileSizeText,
  fileText,
  objectText,
  requiredText,
  truthText,
  valueText,
  wholeNumberText,
} from './forms/field-texts.js';
export { isFilledIn, isSameText } from './forms/filled-in.js';
export { textLength } from './forms/text-length.js';

export { buildIr } from './ir/build-ir.js';
export { checkGraph } from './ir/check-graph.js';
export { contextMembers, contextNames, contextParams } from './ir/context-params.js';
export { findRefusals } from './ir/find-refusals.js';
export { argumentsOf } from './ir/form-facts.js';
export { declareFormFunction, formFunctionName, formRoles, formTypes } from './ir/form-functions.js';
export { foldShape } from './ir/fold-shape.js';
export { isMediaRange } from './ir/media-range.js';
export { describeDefect } from './ir/graph-defect.js';
export { GraphRefusal, describeRefusal } from './ir/graph-refusal.js';
export { findMergeSlot } from './ir/merge-slot.js';
export {
  holdsUpload,
  isNullable,
  isSameShape,
  isWrapped,
  paramTypeOf,
  refsOf,
  withoutNull,
} from './ir/shape-facts.js';
export { walkIr } from './ir/walk-ir.js';

export { buildManifest } from './manifest/build-manifest.js';
export { printVcl } from './manifest/print-vcl.js';

export { bundlePolicy } from './scope/bundle-policy.js';
export { compileScopes } from './scope/compile-scopes.js';

export { toAsciiJson } from './wire/ascii-json.js';
export { cacheKey } from './wire/cache-key.js';
export {
  compileMergeEntries,
  compileTargets,
  mergeScopes,
  targetScopes,
  targetsOf,
} from './wire/compile-targets.js';
export { isErrorReply, readErrorReply } from './wire/error-reply.js';
export { codeForStatus, errorTable, isErrorCode, statusForCode } from './wire/error-table.js';
export {
  formatInvalidateHeader,
  invalidateHeaderName,
  parseInvalidateHeader,
} from './wire/invalidate-header.js';
export { permissionKeyText } from './wire/permission-key-text.js';
export { writeCallReply } from './wire/write-call-reply.js';

export type {
  AffectsTarget,
  AuthWord,
  ChannelDeclaration,
  FormDeclaration,
  FormPart,
  FormRole,
  FunctionDeclaration,
  Graph,
  StructDeclaration,
} from './ir/graph.js';
export type { Widget } from './forms/widget.js';
export type { FormChoice, FormConstraint, FormFieldNode, FormNode, FormsetNode } from './ir/form-node.js';
export type { GraphDefect } from './ir/graph-defect.js';
export type { RefusalReason } from './ir/graph-refusal.js';
export type { ShapeFold } from './ir/fold-shape.js';
export type {
  AffectsNode,
  ChannelNode,
  ContextNode,
  ContextParam,
  DefaultValue,
  Field,
  FunctionNode,
  Ir,
  PrimitiveName,
  Shape,
  Transport,
  TypeNode,
  UploadShape,
} from './ir/ir.js';
export type { MergeSlot } from './ir/merge-slot.js';
export type { IrVisitor } from './ir/walk-ir.js';
export type { ManifestOptions } from './manifest/build-manifest.js';
export type { Manifest, ManifestContext, ManifestFunction, ManifestMutation } from './manifest/manifest.js';
export type { BundlePolicy } from './scope/bundle-policy.js';
export type { ContextScopes } from './scope/compile-scopes.js';
export type { VclOptions } from './manifest/print-vcl.js';
export type { CacheKeyParts, Hmac } from './wire/cache-key.js';
export type { MergePlace, SentArguments, TargetScope } from './wire/compile-targets.js';
export type { CallReply, ErrorReply } from './wire/envelope.js';
export type { ErrorCode, StatusCode } from './wire/error-table.js';
export type { InvalidateHeaderOptions } from './wire/invalidate-header.js';
export type { Rights } from './wire/permission-key-text.js';
export type { MergeEntry, Params, ParamValue, Target } from './wire/target.js';
